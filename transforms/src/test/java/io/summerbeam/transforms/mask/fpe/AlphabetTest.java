package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class AlphabetTest {

  private static final String NON_BMP = "😀b😂a🀄𝔘c";

  @Test
  public void numerals_areIndexes() {
    for (Alphabet alphabet :
        new Alphabet[] {
          Alphabet.DIGITS, Alphabet.ALPHANUMERIC, Alphabet.of("äöüß"), Alphabet.of(NON_BMP)
        }) {
      int[] codePoints = alphabet.toString().codePoints().toArray();
      assertThat(alphabet.size(), equalTo(codePoints.length));
      for (int i = 0; i < codePoints.length; i++) {
        assertThat(alphabet.numeral(codePoints[i]), equalTo(i));
        assertThat(alphabet.codePoint(i), equalTo(codePoints[i]));
      }
    }
  }

  @Test
  public void otherCodePoints_haveNoNumeral() {
    for (int other : "/:a٣😀".codePoints().toArray()) {
      assertThat(Alphabet.DIGITS.numeral(other), lessThan(0));
    }
    Alphabet alphabet = Alphabet.of(NON_BMP);
    for (int other : "dé😁𝔙🀃".codePoints().toArray()) {
      assertThat(alphabet.numeral(other), lessThan(0));
    }
    assertThat(alphabet.numeral(Character.MAX_CODE_POINT), lessThan(0));
    assertThat(Alphabet.of("😀😂").numeral('a'), lessThan(0));
  }

  @Test
  public void constants_haveTheirCharacters() {
    assertThat(Alphabet.DIGITS.toString(), equalTo("0123456789"));
    assertThat(Alphabet.HEX_LOWER.toString(), equalTo("0123456789abcdef"));
    assertThat(Alphabet.HEX_UPPER.toString(), equalTo("0123456789ABCDEF"));
    assertThat(Alphabet.LETTERS_LOWER.size(), equalTo(26));
    assertThat(Alphabet.LETTERS_UPPER.size(), equalTo(26));
    assertThat(Alphabet.LETTERS.size(), equalTo(52));
    assertThat(Alphabet.ALPHANUMERIC_LOWER.size(), equalTo(36));
    assertThat(Alphabet.ALPHANUMERIC_UPPER.size(), equalTo(36));
    assertThat(Alphabet.ALPHANUMERIC.size(), equalTo(62));
  }

  @Test
  public void duplicate_isNamed() {
    assertThat(
        refusal("abcb"),
        equalTo("An alphabet must have each character once, but has twice: 'b' (U+0062)."));
    assertThat(
        refusal("😂😀a😂"),
        equalTo("An alphabet must have each character once, but has twice: '😂' (U+1F602)."));
  }

  @Test
  public void size_isChecked() {
    assertThat(refusal(""), equalTo("An alphabet must have 2 to 65536 characters, but has: 0"));
    assertThat(refusal("a"), equalTo("An alphabet must have 2 to 65536 characters, but has: 1"));
    assertThat(
        refusal(firstCodePoints(Alphabet.MAX_SIZE + 1)),
        equalTo("An alphabet must have 2 to 65536 characters, but has: 65537"));
    assertThat(Alphabet.of(firstCodePoints(Alphabet.MAX_SIZE)).size(), equalTo(Alphabet.MAX_SIZE));
  }

  @Test
  public void halfASurrogatePair_isRefused() {
    assertThat(
        refusal("ab\uD83D"),
        equalTo(
            "An alphabet must have whole characters, but has half a surrogate pair: HIGH SURROGATES"
                + " D83D."));
  }

  @Test
  public void serialized_isTheSame() {
    for (Alphabet alphabet : new Alphabet[] {Alphabet.DIGITS, Alphabet.of(NON_BMP)}) {
      Alphabet copy = SerializableUtils.clone(alphabet);
      assertThat(copy, equalTo(alphabet));
      assertThat(copy.hashCode(), equalTo(alphabet.hashCode()));
      int last = alphabet.size() - 1;
      assertThat(copy.numeral(alphabet.codePoint(last)), equalTo(last));
    }
  }

  @Test
  public void otherOrder_isAnotherAlphabet() {
    assertThat(Alphabet.of("10"), not(equalTo(Alphabet.of("01"))));
  }

  /** The first so many whole characters there are. */
  static String firstCodePoints(int count) {
    StringBuilder text = new StringBuilder();
    int found = 0;
    for (int codePoint = 0; found < count; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
        found++;
      }
    }
    return text.toString();
  }

  private static String refusal(String characters) {
    return assertThrows(IllegalArgumentException.class, () -> Alphabet.of(characters)).getMessage();
  }
}
