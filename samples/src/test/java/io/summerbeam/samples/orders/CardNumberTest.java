package io.summerbeam.samples.orders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The check digit of card numbers. */
@RunWith(JUnit4.class)
public class CardNumberTest {

  @Test
  public void validNumbers_areThose16DigitsThatPassTheCheck() {
    // Card companies publish the first for tests.
    assertThat(CardNumber.isValid("4111111111111111"), is(true));
    assertThat(CardNumber.isValid("4111111111111112"), is(false));
    assertThat(CardNumber.isValid("1411111111111111"), is(false));
    assertThat(CardNumber.isValid("411111111111111"), is(false));
    assertThat(CardNumber.isValid("41111111111111111"), is(false));
    assertThat(CardNumber.isValid("4111-11111111111"), is(false));
  }

  @Test
  public void randomNumbers_areValid_andSpoiltOnesAreNot() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      String number = CardNumber.random(random);
      assertThat(number, CardNumber.isValid(number), is(true));
      assertThat(number, CardNumber.isValid(CardNumber.spoilt(number)), is(false));
    }
  }
}
