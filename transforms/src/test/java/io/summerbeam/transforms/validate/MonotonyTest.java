package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/** What is known of a key, and what it means for the next value. */
public class MonotonyTest {

  @Test
  public void values_inTheOrderOfTime_mustNotFall() throws Exception {
    assertThat(held(of(1, 5), of(2, 5), of(3, 6), of(4, 5), of(5, 5)), equalTo("+++-+"));
  }

  @Test
  public void values_ofOneTime_areComparedWithTheTimeBefore() throws Exception {
    // Whatever the order in which those of time 2 come.
    assertThat(held(of(1, 5), of(2, 9), of(2, 6), of(2, 4), of(3, 8), of(4, 9)), equalTo("+++--+"));
    assertThat(held(of(1, 5), of(2, 4), of(2, 6), of(2, 9), of(3, 8), of(4, 9)), equalTo("+-++-+"));
  }

  @Test
  public void values_ofTheFirstTime_haveNothingBefore() throws Exception {
    assertThat(held(of(1, 5), of(1, 4), of(1, 6), of(2, 5)), equalTo("+++-"));
  }

  @Test
  public void valuesThatComeLate_areComparedWithTheNewest() throws Exception {
    assertThat(held(of(5, 50), of(4, 51), of(3, 50), of(2, 1), of(6, 50)), equalTo("+-+++"));
    assertThat(held(of(5, 50), of(5, 40), of(4, 45), of(4, 40)), equalTo("++-+"));
  }

  @Test
  public void types_withAnOrder_areCompared() throws Exception {
    assertThat(
        held(FieldType.DECIMAL, new BigDecimal("1.5"), new BigDecimal("1.50"), new BigDecimal("1")),
        equalTo("++-"));
    assertThat(held(FieldType.STRING, "", "a", "é", "b"), equalTo("+++-"));
    assertThat(
        held(FieldType.DATETIME, new Instant(1), new Instant(2), new Instant(1)), equalTo("++-"));
    assertThat(
        held(
            FieldType.logicalType(SqlTypes.DATE),
            LocalDate.of(2001, 1, 2),
            LocalDate.of(2001, 1, 1)),
        equalTo("+-"));
    assertThat(held(FieldType.DOUBLE, 0.5, 0.5, 0.25), equalTo("++-"));
  }

  private record Timed(long time, long value) {}

  private static Timed of(long time, long value) {
    return new Timed(time, value);
  }

  private static String held(FieldType type, Object... values) throws Exception {
    List<Long> times = new ArrayList<>();
    for (long i = 0; i < values.length; i++) {
      times.add(i);
    }
    return held(type, times, List.of(values));
  }

  private static String held(Timed... values) throws Exception {
    List<Long> times = new ArrayList<>();
    List<Object> objects = new ArrayList<>();
    for (Timed value : values) {
      times.add(value.time());
      objects.add(value.value());
    }
    return held(FieldType.INT64, times, objects);
  }

  /** A plus for each value that fits in; the state goes through its coder each time. */
  private static String held(FieldType type, List<Long> times, List<Object> values)
      throws Exception {
    Monotony monotony = new Monotony(type.withNullable(true));
    StringBuilder held = new StringBuilder();
    Row known = null;
    for (int i = 0; i < values.size(); i++) {
      held.append(monotony.holds(known, times.get(i), values.get(i)) ? '+' : '-');
      Row after = monotony.after(known, times.get(i), values.get(i));
      if (after != null) {
        known = CoderUtils.clone(monotony.coder(), after);
      }
    }
    return held.toString();
  }
}
