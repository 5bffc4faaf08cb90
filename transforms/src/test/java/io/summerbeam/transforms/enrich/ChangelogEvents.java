package io.summerbeam.transforms.enrich;

import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/** Records and changes of one stream, so that one watermark is theirs. Times are in seconds. */
final class ChangelogEvents {

  static final Schema RECORD =
      Schema.builder().addNullableField("sku", FieldType.STRING).addInt32Field("n").build();

  static final Schema CHANGE =
      Schema.builder()
          .addNullableField("id", FieldType.STRING)
          .addInt32Field("price")
          .addNullableField("gone", FieldType.BOOLEAN)
          .addNullableField("lsn", FieldType.INT64)
          .build();

  private static final Schema EVENT =
      Schema.builder()
          .addNullableField("record", FieldType.row(RECORD))
          .addNullableField("change", FieldType.row(CHANGE))
          .build();

  private ChangelogEvents() {}

  static TestStream.Builder<Row> stream() {
    return TestStream.create(RowCoder.of(EVENT));
  }

  static TimestampedValue<Row> record(long second, String sku, int n) {
    return event(second, Row.withSchema(RECORD).addValues(sku, n).build(), null);
  }

  static TimestampedValue<Row> upsert(long second, String id, int price) {
    return change(second, id, price, false, null);
  }

  static TimestampedValue<Row> delete(long second, String id) {
    return change(second, id, -1, true, null);
  }

  static TimestampedValue<Row> change(long second, String id, int price, Boolean gone, Long lsn) {
    return event(second, null, Row.withSchema(CHANGE).addValues(id, price, gone, lsn).build());
  }

  static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  /** The two inputs. */
  static Inputs in(TestPipeline pipeline, TestStream<Row> stream) {
    PCollection<Row> events = pipeline.apply("Events", stream).setRowSchema(EVENT);
    return new Inputs(part(events, "record", RECORD), part(events, "change", CHANGE));
  }

  record Inputs(PCollection<Row> records, PCollection<Row> changes) {}

  private static PCollection<Row> part(PCollection<Row> events, String name, Schema schema) {
    return events
        .apply("Only " + name, Filter.by(event -> event.getValue(name) != null))
        .apply("Get " + name, ParDo.of(new GetFn(name)))
        .setRowSchema(schema);
  }

  private static TimestampedValue<Row> event(long second, Row record, Row change) {
    return TimestampedValue.of(Row.withSchema(EVENT).addValues(record, change).build(), at(second));
  }

  private static final class GetFn extends DoFn<Row, Row> {
    private final String name;

    GetFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element Row event, OutputReceiver<Row> out) {
      out.output(event.getRow(name));
    }
  }

  /** What came out, as text: number, price, time and window. */
  static final class DescribeFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(
        @Element Row row,
        @Timestamp Instant time,
        org.apache.beam.sdk.transforms.windowing.BoundedWindow window,
        OutputReceiver<String> out) {
      out.output(
          row.getValue("n")
              + "="
              + row.getValue("price")
              + "@"
              + time.getMillis() / 1000
              + (window instanceof org.apache.beam.sdk.transforms.windowing.IntervalWindow interval
                  ? " in " + interval.start().getMillis() / 1000
                  : ""));
    }
  }
}
