package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.state.StateOptions;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;

/** What all ways to drop duplicates have in common before the state, and behind it. */
final class Buckets {

  private Buckets() {}

  /**
   * Refuses an input on which no state can be kept, or of which records would be lost before it.
   *
   * @param transform first word of messages
   */
  static void checkInput(PCollection<Row> input, String transform) {
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          transform
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    WindowFn<?, ?> windows = input.getWindowingStrategy().getWindowFn();
    if (!windows.isNonMerging()) {
      throw new IllegalArgumentException(
          transform
              + ": the input is in windows that merge (sessions), on which Beam keeps no"
              + " state. Apply it before windowing.");
    }
    if (input.isBounded() == IsBounded.UNBOUNDED && !(windows instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          transform
              + ": an unbounded input must be in the global window, but is in "
              + windows.getClass().getSimpleName()
              + ", of which the runner drops late records. Apply it before windowing.");
    }
  }

  /** The value of {@code --stateBuckets}. */
  static int of(PCollection<Row> input) {
    return StateOptions.stateBucketsOf(input.getPipeline().getOptions());
  }

  /** {@code --stateBuckets} as {@link Settings} have it. */
  static String setting(PCollection<Row> input) {
    return "--stateBuckets=" + of(input);
  }

  /** The fields that {@code indexes} stand for. */
  static Schema keySchema(Schema schema, int[] indexes) {
    return Schema.of(
        Arrays.stream(indexes).mapToObj(schema::getField).toArray(Schema.Field[]::new));
  }

  /** Sends the records to their buckets, in batches, and lets {@code drop} judge them there. */
  static PCollectionTuple apply(
      PCollection<Row> input,
      KeyNames key,
      DoFn<KV<Integer, List<Keyed>>, Row> drop,
      boolean keepsDuplicates) {
    int[] indexes = key.indexes(input.getSchema());
    return outputs(
        input
            .apply(
                "Key",
                ParDo.of(new KeyFn(keySchema(input.getSchema(), indexes), indexes, of(input))))
            .setCoder(
                KvCoder.of(VarIntCoder.of(), ListCoder.of(new Keyed.KeyedCoder(input.getCoder())))),
        drop,
        input.getSchema(),
        keepsDuplicates);
  }

  /** Applies what judges the records; the duplicates are an output, too, if they are kept. */
  static <T> PCollectionTuple outputs(
      PCollection<T> keyed, DoFn<T, Row> drop, Schema schema, boolean keepsDuplicates) {
    PCollectionTuple outputs =
        keyed.apply(
            "Drop",
            ParDo.of(drop)
                .withOutputTags(
                    DropDuplicates.FIRST,
                    keepsDuplicates
                        ? TupleTagList.of(DropDuplicates.OTHERS)
                        : TupleTagList.empty()));
    outputs.get(DropDuplicates.FIRST).setRowSchema(schema);
    if (keepsDuplicates) {
      outputs.get(DropDuplicates.OTHERS).setRowSchema(schema);
    }
    return outputs;
  }
}
