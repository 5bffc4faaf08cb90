package io.summerbeam.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/** Small records with a time, and a text for each of them with its own time. */
final class Events {

  static final Schema SCHEMA =
      Schema.builder().addStringField("id").addNullableField("n", FieldType.INT64).build();

  private Events() {}

  /** A record at so many milliseconds from the epoch on. */
  static TimestampedValue<Row> at(long millis, String id, long n) {
    return TimestampedValue.of(
        Row.withSchema(SCHEMA).addValues(id, n).build(), Instant.ofEpochMilli(millis));
  }

  /** {@code id:n@millis}. */
  static String text(TimestampedValue<Row> event) {
    return text(event.getValue(), event.getTimestamp());
  }

  static List<String> texts(List<TimestampedValue<Row>> events) {
    List<String> texts = new ArrayList<>();
    events.forEach(event -> texts.add(text(event)));
    return texts;
  }

  private static String text(Row row, Instant time) {
    return row.getString("id") + ":" + row.getInt64("n") + "@" + time.getMillis();
  }

  /** The text of each record. */
  static final class Texts extends PTransform<PCollection<Row>, PCollection<String>> {

    private static final long serialVersionUID = 1;

    @Override
    public PCollection<String> expand(PCollection<Row> rows) {
      return rows.apply(
          ParDo.of(
              new DoFn<Row, String>() {
                @ProcessElement
                public void process(
                    @Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
                  out.output(text(row, time));
                }
              }));
    }
  }
}
