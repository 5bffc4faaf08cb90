package io.summerbeam.transforms.mask.scrub;

/** The value behind a key that says it is secret, found by what stands between them. */
final class SecretFinder implements Finder {

  private static final String[] KEYS = {
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "authorization"
  };

  /** Behind these keys the name of a scheme may stand before the secret. */
  private static final String[] KEYS_OF_SCHEMES = {"authorization", "token"};

  private static final String[] SCHEMES = {"bearer", "basic", "token", "apikey", "negotiate"};

  /** A bit for each letter that a key ends with. */
  private static final int LAST_OF_KEYS = lastOf(KEYS, 0);

  /** A bit for each letter before that. */
  private static final int LAST_BUT_ONE_OF_KEYS = lastOf(KEYS, 1);

  private static final String[] NO_SECRETS = {"null", "nil", "none", "undefined", "true", "false"};

  private static final String ENCODED_EQUALS = "%3D";
  private static final String ENCODED_COLON = "%3A";
  private static final String ENCODED_QUOTE = "%22";

  /**
   * The rest of the code of each character that ends a value in a URL: quotes, blanks, {@code &;}.
   */
  private static final String[] ENCODED_ENDS = {"22", "26", "27", "3B", "20", "0A", "0D"};

  /** The most lines of a value in quotes: enough for a private key. */
  private static final int MOST_LINES = 64;

  /** How many blanks may stand between, and how deep JSON may be quoted in JSON. */
  private static final int FEW = 8;

  private static final char NO_SEPARATOR = 0;

  private final Replacements replacements;

  SecretFinder(Replacements replacements) {
    this.replacements = replacements;
  }

  @Override
  public String anchors() {
    return "=:%";
  }

  @Override
  public boolean beginsAsWord() {
    return false;
  }

  @Override
  public boolean endsAsWord() {
    return false;
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return anchor != '%' || behind == '3';
  }

  @Override
  public boolean mayFindAfter(char before, char anchor) {
    if (anchor == '%') {
      return before == '2' || isLastOfKey(before);
    }
    return Characters.isQuote(before) || Characters.isBlank(before) || isLastOfKey(before);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    return text.charAt(at) == '%' ? findEncoded(text, at, from) : findPlain(text, at, from);
  }

  /** In a URL, whose separators and quotes are encoded. */
  private long findEncoded(String text, int at, int from) {
    if (!isAt(text, at, ENCODED_EQUALS) && !isAt(text, at, ENCODED_COLON)) {
      return NONE;
    }
    int keyEnd = at;
    if (at - from > ENCODED_QUOTE.length()
        && isAt(text, at - ENCODED_QUOTE.length(), ENCODED_QUOTE)) {
      keyEnd -= ENCODED_QUOTE.length();
    }
    if (!endsWithAny(KEYS, text, keyEnd, from)) {
      return NONE;
    }
    int start = at + ENCODED_EQUALS.length();
    if (isAt(text, start, ENCODED_QUOTE)) {
      start += ENCODED_QUOTE.length();
    }
    int masked = replacements.end(text, start);
    if (masked > start) {
      return Span.of(start, masked);
    }
    int end = start;
    while (end < text.length() && !endsEncoded(text, end)) {
      end++;
    }
    return end > start && !isAnyOf(NO_SECRETS, text, start, end) ? Span.of(start, end) : NONE;
  }

  private static boolean isAt(String text, int at, String code) {
    return text.regionMatches(true, at, code, 0, code.length());
  }

  private static boolean endsEncoded(String text, int at) {
    if (text.charAt(at) != '%') {
      return text.charAt(at) == ',' ? endsAtComma(text, at, '=') : endsBare(text.charAt(at));
    }
    for (String end : ENCODED_ENDS) {
      if (isAt(text, at + 1, end)) {
        return true;
      }
    }
    return false;
  }

  private long findPlain(String text, int at, int from) {
    int keyEnd = at;
    while (keyEnd > from && at - keyEnd < FEW && Characters.isBlank(text.charAt(keyEnd - 1))) {
      keyEnd--;
    }
    boolean quotedKey = keyEnd > from && Characters.isQuote(text.charAt(keyEnd - 1));
    if (quotedKey) {
      keyEnd--;
      for (int i = 0; i < FEW && keyEnd > from && text.charAt(keyEnd - 1) == '\\'; i++) {
        keyEnd--;
      }
    }
    if (keyEnd - from < 2
        || !isLastOfKey(text.charAt(keyEnd - 1))
        || !isLastButOneOfKey(text.charAt(keyEnd - 2))
        || !endsWithAny(KEYS, text, keyEnd, from)) {
      return NONE;
    }
    int start = at + 1;
    if (start < text.length() && isRestOfSeparator(text.charAt(start))) {
      start++;
    }
    start = skipBlanks(text, start);
    int quote = start;
    while (quote - start < FEW && quote < text.length() && text.charAt(quote) == '\\') {
      quote++;
    }
    boolean quoted = quote < text.length() && Characters.isQuote(text.charAt(quote));
    int end = -1;
    if (quoted) {
      end = closing(text, quote, quote - start);
      start = quote + 1;
    } else if (quotedKey && start < text.length() && isStructure(text.charAt(start))) {
      return NONE;
    }
    if (endsWithAny(KEYS_OF_SCHEMES, text, keyEnd, from)) {
      start = behindScheme(text, start);
    }
    if (end < 0) {
      int masked = replacements.end(text, start);
      if (masked > start) {
        return Span.of(start, masked);
      }
      end = bareEnd(text, start, quotedKey ? NO_SEPARATOR : text.charAt(at));
      quoted = false;
    }
    return end > start && (quoted || !isAnyOf(NO_SECRETS, text, start, end))
        ? Span.of(start, end)
        : NONE;
  }

  /** The second character of {@code =>}, {@code ==} and {@code :=}. */
  private static boolean isRestOfSeparator(char c) {
    return c == '=' || c == '>';
  }

  private static boolean isStructure(char c) {
    return c == '{' || c == '[';
  }

  private static int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && at - start < FEW && Characters.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Whether a key ends with a letter: a quick answer to most words that are none. */
  private static boolean isLastOfKey(char c) {
    return Characters.isLatinLetter(c) && ((LAST_OF_KEYS >> (c | 0x20)) & 1) != 0;
  }

  /** The same for the letter before, where there may be a hyphen, too. */
  private static boolean isLastButOneOfKey(char c) {
    return Characters.isLatinLetter(c)
        ? ((LAST_BUT_ONE_OF_KEYS >> (c | 0x20)) & 1) != 0
        : isHyphen(c);
  }

  private static int lastOf(String[] keys, int before) {
    int last = 0;
    for (String key : keys) {
      last |= 1 << key.charAt(key.length() - 1 - before);
    }
    return last;
  }

  private static boolean endsWithAny(String[] keys, String text, int end, int from) {
    for (String key : keys) {
      if (endsWith(key, text, end, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(String key, String text, int end, int from) {
    int at = end;
    for (int i = key.length() - 1; i >= 0; i--) {
      at--;
      if (at > from && i < key.length() - 1 && isHyphen(text.charAt(at))) {
        at--;
      }
      if (at < from
          || !Characters.isLatinLetter(text.charAt(at))
          || (text.charAt(at) | 0x20) != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHyphen(char c) {
    return c == '_' || c == '-' || c == '.';
  }

  /**
   * The end of a value in quotes, or -1 if none of the next lines has it. The quotes have so many
   * backslashes before them, which is how often they are quoted themselves; a quote of the value
   * has more.
   */
  private static int closing(String text, int quote, int escapes) {
    int backslashes = 0;
    int lines = 1;
    for (int i = quote + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == text.charAt(quote) && backslashes % (2 * (escapes + 1)) == escapes) {
        return i - escapes;
      }
      if (c == '\n' && ++lines > MOST_LINES) {
        return -1;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return -1;
  }

  private static int behindScheme(String text, int start) {
    for (String scheme : SCHEMES) {
      int end = start + scheme.length();
      if (text.regionMatches(true, start, scheme, 0, scheme.length())
          && end < text.length()
          && Characters.isBlank(text.charAt(end))) {
        return skipBlanks(text, end);
      }
    }
    return start;
  }

  private static int bareEnd(String text, int start, char separator) {
    int open = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '(', '[', '{' -> open++;
        case ')', ']', '}' -> open--;
        case ',' -> {
          if (endsAtComma(text, i, separator)) {
            return i;
          }
        }
        default -> {
          if (endsBare(c)) {
            return Characters.isQuote(c) ? beforeBackslashes(text, start, i) : i;
          }
        }
      }
      if (open < 0) {
        return i;
      }
    }
    return text.length();
  }

  /**
   * Whether a value without quotes ends at a comma: before a blank, a quote, the end of the text
   * and the next key. A password may have any other.
   *
   * @param separator what stands behind keys, or {@link #NO_SEPARATOR} where values have no commas
   */
  private static boolean endsAtComma(String text, int comma, char separator) {
    int at = comma + 1;
    if (separator == NO_SEPARATOR || at == text.length()) {
      return true;
    }
    char next = text.charAt(at);
    if (Characters.isSpace(next) || Characters.isQuote(next)) {
      return true;
    }
    while (at < text.length() && isOfKey(text.charAt(at))) {
      at++;
    }
    return at > comma + 1 && at < text.length() && text.charAt(at) == separator;
  }

  private static boolean isOfKey(char c) {
    return Characters.isLatinLetter(c) || Characters.isDigit(c) || isHyphen(c);
  }

  /** A quote that is quoted itself may have backslashes before it. */
  private static int beforeBackslashes(String text, int start, int quote) {
    int end = quote;
    while (end > start && text.charAt(end - 1) == '\\') {
      end--;
    }
    return end;
  }

  private static boolean endsBare(char c) {
    return switch (c) {
      case '"', '\'', '&', ';', '<', '>' -> true;
      default -> Characters.isSpace(c);
    };
  }

  private static boolean isAnyOf(String[] words, String text, int start, int end) {
    for (String word : words) {
      if (end - start == word.length() && text.regionMatches(true, start, word, 0, end - start)) {
        return true;
      }
    }
    return false;
  }
}
