package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class FieldEventTimeTest {

  private static Instant read(LogicalType<?, ?> type, java.time.Instant value)
      throws MalformedException {
    Schema schema = Schema.of(Field.of("at", FieldType.logicalType(type)));
    return EventTime.ofField("at")
        .withMaxFuture(Duration.ofDays(300_000))
        .reader(schema)
        .read(Row.withSchema(schema).addValues(value).build());
  }

  @Test
  public void finerTime_cutOff() throws Exception {
    assertThat(
        read(new MicrosInstant(), java.time.Instant.parse("2001-01-01T00:00:00.123999Z")),
        equalTo(Instant.parse("2001-01-01T00:00:00.123Z")));
    assertThat(
        read(new NanosInstant(), java.time.Instant.parse("1969-12-31T23:59:59.999999999Z")),
        equalTo(Instant.ofEpochMilli(-1)));
  }

  @Test
  public void timeOutsideOfBeamsRange_malformed() throws Exception {
    java.time.Instant first =
        java.time.Instant.ofEpochMilli(BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    assertThat(read(new NanosInstant(), first), equalTo(BoundedWindow.TIMESTAMP_MIN_VALUE));
    java.time.Instant last =
        java.time.Instant.ofEpochMilli(GlobalWindow.INSTANCE.maxTimestamp().getMillis());
    for (java.time.Instant beyond :
        new java.time.Instant[] {
          first.minusNanos(1), first.minusSeconds(5), last.plusMillis(1), last.plusSeconds(5)
        }) {
      assertThat(
          assertThrows(MalformedException.class, () -> read(new NanosInstant(), beyond))
              .getMessage(),
          equalTo("field 'at' is a time outside of the range of Beam's timestamps"));
    }
  }

  @Test
  public void timeWithoutZone_refused() {
    Schema schema = Schema.of(Field.of("at", FieldType.logicalType(SqlTypes.DATETIME)));
    assertThrows(IllegalArgumentException.class, () -> EventTime.ofField("at").reader(schema));
  }
}
