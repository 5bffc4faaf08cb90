package io.summerbeam.transforms.mask.fpe;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class LuhnTest {

  @Test
  public void checkDigit_isThatOfKnownNumbers() {
    // Test numbers of card schemes, an IMEI, and the example of the standard.
    for (String valid :
        new String[] {
          "4111111111111111",
          "5555555555554444",
          "378282246310005",
          "6011111111111117",
          "30569309025904",
          "490154203237518",
          "79927398713",
          "0000000",
        }) {
      int[] digits = valid.chars().map(c -> c - '0').toArray();
      int last = digits.length - 1;
      assertThat(valid, Luhn.checkDigit(digits, last), equalTo(digits[last]));
    }
  }
}
