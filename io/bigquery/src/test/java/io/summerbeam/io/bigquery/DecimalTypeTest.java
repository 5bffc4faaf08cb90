package io.summerbeam.io.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DecimalTypeTest {

  private static final String MAX_NUMERIC = "99999999999999999999999999999.999999999";
  private static final BigDecimal MAX_BIGNUMERIC =
      new BigDecimal(BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE), 38);
  private static final BigDecimal LAST_DIGIT = BigDecimal.ONE.movePointLeft(38);

  private static void assertFits(DecimalType type, String number, String text) throws Exception {
    assertThat(type.text(new BigDecimal(number)), equalTo(text));
  }

  private static void assertUnwritable(DecimalType type, BigDecimal number, String problem) {
    UnwritableRowException e = assertThrows(UnwritableRowException.class, () -> type.text(number));
    assertThat(e.in("a").getMessage(), equalTo("the column 'a' " + problem));
  }

  @Test
  public void numeric_upToItsEnds() throws Exception {
    assertFits(DecimalType.NUMERIC, MAX_NUMERIC, MAX_NUMERIC);
    assertFits(DecimalType.NUMERIC, "-" + MAX_NUMERIC, "-" + MAX_NUMERIC);
    assertFits(DecimalType.NUMERIC, "1E+28", "1" + "0".repeat(28));
    assertFits(DecimalType.NUMERIC, "0E-99", "0");
    assertFits(DecimalType.NUMERIC, "0.1234567890000", "0.123456789");
    String problem = "is out of the range of NUMERIC";
    assertUnwritable(DecimalType.NUMERIC, new BigDecimal("1E+29"), problem);
    assertUnwritable(DecimalType.NUMERIC, new BigDecimal("-1E+29"), problem);
    assertUnwritable(DecimalType.NUMERIC, new BigDecimal("1E+999999999"), problem);
    assertUnwritable(
        DecimalType.NUMERIC,
        new BigDecimal("1E-10"),
        "has more than 9 digits behind the point, the most that NUMERIC has");
  }

  @Test
  public void bigNumeric_upToItsEnds() throws Exception {
    assertThat(
        DecimalType.BIGNUMERIC.text(MAX_BIGNUMERIC), equalTo(MAX_BIGNUMERIC.toPlainString()));
    assertFits(DecimalType.BIGNUMERIC, "5E+38", "5" + "0".repeat(38));
    String problem = "is out of the range of BIGNUMERIC";
    assertUnwritable(DecimalType.BIGNUMERIC, MAX_BIGNUMERIC.add(LAST_DIGIT), problem);
    assertUnwritable(DecimalType.BIGNUMERIC, new BigDecimal("6E+38"), problem);
    assertUnwritable(DecimalType.BIGNUMERIC, new BigDecimal("1E+39"), problem);
    assertUnwritable(
        DecimalType.BIGNUMERIC,
        new BigDecimal("1E-39"),
        "has more than 38 digits behind the point, the most that BIGNUMERIC has");
  }
}
