package io.summerbeam.transforms.join;

import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/** Both sides of a join in one stream, so that one watermark is theirs. Times are in seconds. */
final class JoinEvents {

  static final Schema LEFT =
      Schema.builder().addNullableField("order_id", FieldType.STRING).addInt32Field("n").build();

  static final Schema RIGHT =
      Schema.builder().addNullableField("id", FieldType.STRING).addInt32Field("m").build();

  private static final Schema EVENT =
      Schema.builder()
          .addNullableField("left", FieldType.row(LEFT))
          .addNullableField("right", FieldType.row(RIGHT))
          .build();

  private static final TupleTag<Row> LEFTS = new TupleTag<>() {};
  private static final TupleTag<Row> RIGHTS = new TupleTag<>() {};

  private JoinEvents() {}

  record Sides(PCollection<Row> left, PCollection<Row> right) {}

  static TestStream.Builder<Row> stream() {
    return TestStream.create(RowCoder.of(EVENT));
  }

  static TimestampedValue<Row> left(long second, String id, int n) {
    return event(second, Row.withSchema(LEFT).addValues(id, n).build(), null);
  }

  static TimestampedValue<Row> right(long second, String id, int m) {
    return event(second, null, Row.withSchema(RIGHT).addValues(id, m).build());
  }

  static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  static Sides in(TestPipeline pipeline, TestStream<Row> stream) {
    PCollectionTuple sides =
        pipeline
            .apply("Events", stream)
            .apply("Split", ParDo.of(new SplitFn()).withOutputTags(LEFTS, TupleTagList.of(RIGHTS)));
    return new Sides(sides.get(LEFTS).setRowSchema(LEFT), sides.get(RIGHTS).setRowSchema(RIGHT));
  }

  private static TimestampedValue<Row> event(long second, Row left, Row right) {
    return TimestampedValue.of(Row.withSchema(EVENT).addValues(left, right).build(), at(second));
  }

  private static final class SplitFn extends DoFn<Row, Row> {
    @ProcessElement
    public void process(@Element Row event, MultiOutputReceiver out) {
      Row left = event.getRow("left");
      if (left != null) {
        out.get(LEFTS).output(left);
      } else {
        out.get(RIGHTS).output(event.getRow("right"));
      }
    }
  }

  /** What came out, as text: both numbers and the time. */
  static final class DescribeFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(row.getValue("n") + "+" + row.getValue("m") + "@" + time.getMillis() / 1000);
    }
  }
}
