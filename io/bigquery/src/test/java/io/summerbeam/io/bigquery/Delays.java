package io.summerbeam.io.bigquery;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of mean delays, as a file had them. */
final class Delays {

  static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

  static final Schema DELAY =
      Schema.of(
          Field.of("state", FieldType.STRING),
          Field.of("flights", FieldType.INT64),
          Field.nullable("mean", FieldType.DECIMAL));

  /** With the place each was read from. */
  static final Schema READ = Provenance.addTo(DELAY);

  private Delays() {}

  static Row row(String state, long flights, @Nullable String mean) {
    return Row.withSchema(READ)
        .attachValues(
            Arrays.asList(
                state,
                flights,
                mean == null ? null : new BigDecimal(mean),
                source(flights).toBytes()));
  }

  static Provenance source(long flights) {
    return Provenance.ofFile("delays.csv", 100 * flights, flights);
  }

  /** The row as the payload of its dead letter. */
  static String json(String state, long flights, @Nullable String mean) {
    return "{\"state\":\"" + state + "\",\"flights\":" + flights + ",\"mean\":" + mean + "}";
  }

  /** The row as the table has it. */
  static String cells(String state, long flights, @Nullable String mean) {
    return "{flights="
        + flights
        + (mean == null ? "" : ", mean=" + mean)
        + ", state="
        + state
        + "}";
  }

  /** These rows at noon of a day, bounded or not. */
  static PCollection<Row> input(Pipeline pipeline, boolean unbounded, Row... rows) {
    if (!unbounded) {
      List<TimestampedValue<Row>> timed = new ArrayList<>();
      for (Row row : rows) {
        timed.add(TimestampedValue.of(row, NOON));
      }
      return pipeline
          .apply(Create.timestamped(timed).withCoder(RowCoder.of(READ)))
          .setRowSchema(READ);
    }
    TestStream.Builder<Row> stream = TestStream.create(RowCoder.of(READ));
    for (Row row : rows) {
      stream = stream.addElements(TimestampedValue.of(row, NOON));
    }
    return pipeline.apply(stream.advanceWatermarkToInfinity()).setRowSchema(READ);
  }
}
