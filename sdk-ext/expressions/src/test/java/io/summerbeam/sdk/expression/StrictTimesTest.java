package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Times in lists, which an expression has to the millisecond only. */
public class StrictTimesTest {

  private static final Schema SCHEMA =
      Schema.builder().addArrayField("times", FieldType.logicalType(new MicrosInstant())).build();

  private final BoundValue all = Expression.of("times.filter(t, true)").bindValue(SCHEMA, "test");

  @Test
  public void timesInAList_finerThanMilliseconds_areNotCut() {
    Row row = times("2001-01-01T00:00:00Z", "2001-01-01T00:00:00.123456Z");
    assertThrows(UncomputableException.class, () -> all.evaluateStrictly(row));
  }

  @Test
  public void timesInAList_toTheMillisecond_areComputed() {
    Row row = times("2001-01-01T00:00:00.123Z");
    assertThat(
        all.evaluateStrictly(row),
        equalTo(List.of(org.joda.time.Instant.parse("2001-01-01T00:00:00.123Z"))));
  }

  private static Row times(String... times) {
    return Row.withSchema(SCHEMA)
        .addArray(List.of(times).stream().map(Instant::parse).toArray())
        .build();
  }
}
