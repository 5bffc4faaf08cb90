package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.HexFormat;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** The nine samples that NIST has published for FF1. */
@RunWith(Parameterized.class)
public class Ff1SamplesTest {

  private static final String AES_128 = "2B7E151628AED2A6ABF7158809CF4F3C";
  private static final String AES_192 = AES_128 + "EF4359D8D580AA4F";
  private static final String AES_256 = AES_192 + "7F036D6F04FC6A94";

  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "0123456789abcdefghi";

  private static final String NONE = "";
  private static final String TEN = "39383736353433323130";
  private static final String ELEVEN = "3737373770717273373737";

  @Parameter(0)
  public String sample;

  @Parameter(1)
  public Alphabet alphabet;

  @Parameter(2)
  public String key;

  @Parameter(3)
  public String tweak;

  @Parameter(4)
  public String plain;

  @Parameter(5)
  public String encrypted;

  @Parameters(name = "sample {0}")
  public static Object[][] samples() {
    return new Object[][] {
      {"1", Alphabet.DIGITS, AES_128, NONE, DIGITS, "2433477484"},
      {"2", Alphabet.DIGITS, AES_128, TEN, DIGITS, "6124200773"},
      {"3", Alphabet.ALPHANUMERIC_LOWER, AES_128, ELEVEN, LETTERS, "a9tv40mll9kdu509eum"},
      {"4", Alphabet.DIGITS, AES_192, NONE, DIGITS, "2830668132"},
      {"5", Alphabet.DIGITS, AES_192, TEN, DIGITS, "2496655549"},
      {"6", Alphabet.ALPHANUMERIC_LOWER, AES_192, ELEVEN, LETTERS, "xbj3kv35jrawxv32ysr"},
      {"7", Alphabet.DIGITS, AES_256, NONE, DIGITS, "6657667009"},
      {"8", Alphabet.DIGITS, AES_256, TEN, DIGITS, "1001623463"},
      {"9", Alphabet.ALPHANUMERIC_LOWER, AES_256, ELEVEN, LETTERS, "xs8a0azh2avyalyzuwd"},
    };
  }

  @Test
  public void encrypt_isAsPublished() throws UnfitTextException {
    assertThat(cipher().encrypt(plain, bytes(tweak)), equalTo(encrypted));
  }

  @Test
  public void decrypt_isAsPublished() throws UnfitTextException {
    assertThat(cipher().decrypt(encrypted, bytes(tweak)), equalTo(plain));
  }

  private FormatPreservingCipher cipher() {
    return FormatPreservingCipher.of(bytes(key), alphabet);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
