package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Readings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.Group;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/** Who sums readings up. */
public enum Grouping {
  /** A Combine with an accumulator and coders of its own. */
  BY_HAND {
    @Override
    void group(PCollection<Long> numbers, Readings readings, boolean sliding) {
      numbers
          .apply("Readings", ParDo.of(new ReadingFn(readings)))
          .setCoder(ReadingCoder.of())
          .apply("Key", ParDo.of(new KeyFn()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
          .apply("Windows", Window.<KV<String, Long>>into(beams(sliding)))
          .apply("Sum", Combine.perKey(new SumsFn()))
          .apply("Checksum", ParDo.of(new SumsChecksumFn()));
    }
  },

  /** Ours. */
  SUMMERBEAM {
    @Override
    void group(PCollection<Long> numbers, Readings readings, boolean sliding) {
      rows(numbers, readings)
          .apply(
              Aggregate.by("sensor")
                  .over(
                      sliding
                          ? Windows.sliding(Readings.LONG_WINDOW, Readings.WINDOW)
                          : Windows.fixed(Readings.WINDOW))
                  .count("readings")
                  .sum("amount", "total")
                  .mean("amount", "mean"))
          .apply("Checksum", ParDo.of(new ResultChecksumFn()));
    }
  },

  /** Beam's own for records with a schema. */
  GROUP {
    @Override
    void group(PCollection<Long> numbers, Readings readings, boolean sliding) {
      rows(numbers, readings)
          .apply("Windows", Window.<Row>into(beams(sliding)))
          .apply(
              "Group",
              Group.<Row>byFieldNames("sensor")
                  .aggregateField(
                      "amount", Count.combineFn(), Field.of("readings", FieldType.INT64))
                  .aggregateField("amount", Sum.ofLongs(), Field.of("total", FieldType.INT64))
                  .aggregateField("amount", Mean.<Long>of(), Field.of("mean", FieldType.DOUBLE)))
          .apply("Checksum", ParDo.of(new GroupChecksumFn()));
    }
  };

  abstract void group(PCollection<Long> numbers, Readings readings, boolean sliding);

  private static PCollection<Row> rows(PCollection<Long> numbers, Readings readings) {
    return numbers.apply("Readings", ParDo.of(new RowFn(readings))).setRowSchema(RowFn.SCHEMA);
  }

  private static WindowFn<Object, IntervalWindow> beams(boolean sliding) {
    Duration window = Duration.millis(Readings.WINDOW.toMillis());
    return sliding
        ? SlidingWindows.of(Duration.millis(Readings.LONG_WINDOW.toMillis())).every(window)
        : FixedWindows.of(window);
  }
}
