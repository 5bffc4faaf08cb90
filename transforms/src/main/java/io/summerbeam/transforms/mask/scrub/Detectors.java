package io.summerbeam.transforms.mask.scrub;

import java.util.List;

/**
 * The detectors there are, and {@link #pattern} for what they do not know.
 *
 * <p>Numbers count only where no letter or digit touches them, of any script that writes spaces
 * between words. They are ASCII digits.
 */
public final class Detectors {

  /**
   * E-mail addresses: {@code bob+news@mail.example.com}, {@code jörg@bücher.example}, and {@code
   * bob%40example.com} as in a URL. Local parts of 64 characters at most; the last label of the
   * domain has letters only, or is an IDN's {@code xn--}.
   */
  public static final Detector EMAIL = BuiltIn.EMAIL;

  /**
   * Card numbers: 13 to 19 digits with the beginning and the length of an issuer's and a right
   * check digit (Luhn), together or in groups of 3 to 7 with single spaces, hyphens or dashes
   * between all of them; with dots, three groups or more of 4 to 6.
   */
  public static final Detector CARD = BuiltIn.CARD;

  /** IBANs: the country's length and a right checksum, with single spaces anywhere or none. */
  public static final Detector IBAN = BuiltIn.IBAN;

  /**
   * Phone numbers in the international form: {@code +}, or {@code %2B} as in a URL, and 7 to 15
   * digits with single spaces, hyphens, dots and slashes between, and once parentheses. {@code 00}
   * counts as a plus where a country's code is behind it and then a space, a hyphen, a slash or a
   * parenthesis: {@code 0046 70 123 45 67}.
   */
  public static final Detector PHONE = BuiltIn.PHONE;

  /**
   * IPv4 addresses. Four numbers to 255 are taken for one even if they are a version; three or five
   * numbers, a version after {@code v}, and {@code 120.0.0.0}, which is nobody's, are not.
   */
  public static final Detector IPV4 = BuiltIn.IPV4;

  /**
   * IPv6 addresses in all forms: eight groups, {@code ::} for some, an IPv4 address at the end.
   * Without a digit ({@code ::}, {@code add::face}) it is taken for a program's name.
   */
  public static final Detector IPV6 = BuiltIn.IPV6;

  /** US social security numbers, {@code 123-45-6789}, that can have been given out. */
  public static final Detector US_SSN = BuiltIn.US_SSN;

  /** JSON Web Tokens, signed, unsigned and encrypted. */
  public static final Detector JWT = BuiltIn.JWT;

  /** User and password of a URL, {@code https://user:password@host}, without the host. */
  public static final Detector URL_CREDENTIALS = BuiltIn.URL_CREDENTIALS;

  /**
   * What a key names as secret: {@code password=hunter2}, {@code "api_key": "abc"}, {@code
   * Authorization: Bearer abc}. The key stays. Keys are, or end with, password, passwd, pwd,
   * passphrase, secret, token, api_key, access_key, secret_key, private_key and authorization, in
   * upper or lower case, with {@code _}, {@code -}, {@code .} or nothing between words. Between key
   * and value are {@code =} or {@code :}, or what they are in a URL: {@code password%3Dhunter2}.
   *
   * <p>A value in quotes may have 64 lines. One without ends at a blank, a quote, one of {@code
   * &;<>} or a bracket that closes what was opened before it; at a comma only before a blank, a
   * quote, the end of the text, or another key with the same separator ({@code password=a,user=b}),
   * and behind a key in quotes, as in JSON. So {@code password=a,b} is taken whole. {@code null},
   * {@code true} and {@code false} are no secrets, nor are JSON's objects and arrays.
   */
  public static final Detector SECRET = BuiltIn.SECRET;

  private Detectors() {}

  /** All of them, without patterns. */
  public static List<Detector> all() {
    return List.of(BuiltIn.values());
  }

  /**
   * Whatever matches a regular expression of RE2, whose time for one match grows with the text and
   * no faster.
   *
   * <p>Each pattern is one more pass over the text, much slower than all other detectors together.
   * One that must look far ahead to know what it matches ({@code a.*b|a}) may do so at each of many
   * matches; bound how far it looks.
   *
   * @param name letters, digits and underscores
   * @param regex in the <a href="https://github.com/google/re2/wiki/Syntax">syntax of RE2</a>; it
   *     must not match the empty text
   */
  public static Detector pattern(String name, String regex) {
    return PatternDetector.of(name, regex);
  }
}
