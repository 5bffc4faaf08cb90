package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import io.summerbeam.transforms.dedup.DropDuplicates;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Who lets events through once. */
public enum Dropping {
  /** By hand: the id is the key, with a value and a timer that clears it. */
  VALUE_STATE {
    @Override
    void drop(PCollection<Long> numbers, Events events, int buckets) {
      checked(
          numbers
              .apply("Events", ParDo.of(new EventByIdFn(events)))
              .setCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of()))
              .apply("Drop", ParDo.of(new DropByIdFn())));
    }
  },

  /** By hand: few keys, each with the ids that fall to it and one timer. */
  BUCKETS {
    @Override
    void drop(PCollection<Long> numbers, Events events, int buckets) {
      checked(
          numbers
              .apply("Events", ParDo.of(new EventByBucketFn(events, buckets)))
              .setCoder(KvCoder.of(VarIntCoder.of(), EventCoder.of()))
              .apply("Drop", ParDo.of(new DropInBucketFn())));
    }
  },

  /** Ours. */
  SUMMERBEAM {
    @Override
    void drop(PCollection<Long> numbers, Events events, int buckets) {
      numbers
          .apply("Events", ParDo.of(new EventRowFn(events)))
          .setRowSchema(EventRowFn.SCHEMA)
          .apply(DropDuplicates.by("id").within(Events.WITHIN))
          .apply("Checksum", ParDo.of(new RowChecksumFn()));
    }
  };

  abstract void drop(PCollection<Long> numbers, Events events, int buckets);

  private static void checked(PCollection<Event> events) {
    events.setCoder(EventCoder.of()).apply("Checksum", ParDo.of(new EventChecksumFn()));
  }
}
