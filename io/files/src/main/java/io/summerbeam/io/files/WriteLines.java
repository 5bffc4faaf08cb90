package io.summerbeam.io.files;

import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/**
 * Writes encoded records into files that appear under their names when they are complete, and gives
 * those names.
 */
final class WriteLines extends PTransform<PCollection<byte[]>, PCollection<String>> {

  private static final long serialVersionUID = 1;

  private final String directory;
  private final WindowNaming naming;
  private final LinesSink sink;
  private final int numShards;

  /**
   * @param numShards 0 for as many as the runner likes, where that can be
   */
  WriteLines(String directory, WindowNaming naming, LinesSink sink, int numShards) {
    this.directory = directory;
    this.naming = naming;
    this.sink = sink;
    this.numShards = numShards;
  }

  @Override
  public PCollection<String> expand(PCollection<byte[]> records) {
    return isOneSet(records) ? oneSet(records) : setOfEachWindow(records);
  }

  static boolean isOneSet(PCollection<?> records) {
    return records.isBounded() == IsBounded.BOUNDED
        && records.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
  }

  // Deprecated for what it does to windows; here there is only one. It is the way to FileIO's
  // batch mode, which lets the runner choose the shards and writes a file where there are no
  // records.
  @SuppressWarnings("deprecation")
  private PCollection<String> oneSet(PCollection<byte[]> records) {
    return records
        .apply(
            "Write",
            FileIO.<byte[]>write()
                .via(sink)
                .to(directory)
                .withNaming(naming)
                .withIgnoreWindowing()
                .withNumShards(numShards))
        .getPerDestinationOutputFilenames()
        .apply("Names", Values.create());
  }

  // Not by FileIO: for each file it makes final, it goes through all that are in the directory.
  private PCollection<String> setOfEachWindow(PCollection<byte[]> records) {
    int shards = Math.max(1, numShards);
    boolean windowsFinal = !records.getWindowingStrategy().needsMerge();
    PCollection<KV<String, String>> written =
        records
            .apply("Shard", ParDo.of(new ShardFn(shards, windowsFinal)))
            .setCoder(KvCoder.of(BigEndianLongCoder.of(), ByteArrayCoder.of()))
            .apply("Group", GroupByKey.create())
            .apply("Write", ParDo.of(new WriteShardFn(directory, naming, sink, shards)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()));
    return settled(written)
        .apply("Complete", ParDo.of(new CompleteFileFn(directory)))
        .setCoder(StringUtf8Coder.of());
  }

  // A firing of an unbounded input may hold more when it is tried again. An attempt that was given
  // up for dead and goes on must then not put its file in the place of the fuller one, so the
  // runner first settles which attempt counts. A bounded input fires the same again, and need not
  // pay for that.
  private static PCollection<KV<String, String>> settled(PCollection<KV<String, String>> written) {
    return written.isBounded() == IsBounded.BOUNDED
        ? written
        : written.apply("Settle", Reshuffle.viaRandomKey());
  }
}
