package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Decimals: equal ones of different scale, and such that are short only as a text. */
public class CellsTest {

  private static final Schema INPUT = Schema.builder().addField("m", FieldType.DECIMAL).build();

  @Test
  public void extremes_ofEqualDecimals_doNotDependOnTheOrder() {
    for (boolean greatest : new boolean[] {true, false}) {
      Measure extreme = new ExtremeMeasure("m", "x", greatest);
      assertThat(result(extreme, "1.0", "1.00"), equalTo(new BigDecimal("1.0")));
      assertThat(result(extreme, "1.00", "1.0"), equalTo(new BigDecimal("1.0")));
      assertThat(merged(extreme, "1.0", "1.00"), equalTo(new BigDecimal("1.0")));
      assertThat(merged(extreme, "1.00", "1.0"), equalTo(new BigDecimal("1.0")));
    }
  }

  @Test
  public void extremes_ofDifferentDecimals_areByValue() {
    assertThat(
        result(new ExtremeMeasure("m", "x", true), "2", "10.00", "3.5"),
        equalTo(new BigDecimal("10.00")));
    assertThat(
        result(new ExtremeMeasure("m", "x", false), "10", "2.00", "3.5"),
        equalTo(new BigDecimal("2.00")));
  }

  // Without the bound this takes all memory, or longer than anybody waits.
  @Test(timeout = 60_000)
  public void sum_exponentBeyondTheBound_failsWithoutTheNumber() {
    for (String huge : List.of("1e999999999", "1e-999999999", "1e10001", "1e-10001")) {
      for (boolean mean : new boolean[] {true, false}) {
        String message =
            assertThrows(
                    huge,
                    IllegalStateException.class,
                    () -> result(new SumMeasure("m", "x", mean), "1", huge))
                .getMessage();
        assertThat(
            message,
            equalTo(
                "Aggregate."
                    + (mean ? "mean(m)" : "sum(m)")
                    + ": the scale of a decimal must be from -10000 to 10000 to be summed exactly,"
                    + " but one is outside. Keep such records out before, with Validate."));
      }
    }
  }

  @Test
  public void sum_exponentAtTheBound_isExact() {
    assertThat(
        result(new SumMeasure("m", "x", false), "1e10000", "1e-10000"),
        equalTo(new BigDecimal("1e10000").add(new BigDecimal("1e-10000"))));
  }

  // Nothing is added there.
  @Test(timeout = 60_000)
  public void max_hugeExponent_isTheNumber() {
    assertThat(
        result(new ExtremeMeasure("m", "x", true), "1", "1e999999999"),
        equalTo(new BigDecimal("1e999999999")));
  }

  private static Object result(Measure measure, String... values) {
    return cell(measure, values).result();
  }

  private static Object merged(Measure measure, String one, String other) {
    Cell cell = cell(measure, one);
    cell.merge(cell(measure, other));
    return cell.result();
  }

  private static Cell cell(Measure measure, String... values) {
    Cell cell = measure.bind(INPUT, CoderRegistry.createDefault()).newCell();
    for (String value : values) {
      cell.add(Row.withSchema(INPUT).addValue(new BigDecimal(value)).build(), 0);
    }
    return cell;
  }
}
