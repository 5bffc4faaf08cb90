package io.summerbeam.io.files;

import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.WriteFilesResult;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/** Writes encoded records into files that appear under their names when they are complete. */
final class WriteLines extends PTransform<PCollection<byte[]>, WriteFilesResult<Void>> {

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
  public WriteFilesResult<Void> expand(PCollection<byte[]> records) {
    FileIO.Write<Void, byte[]> write =
        FileIO.<byte[]>write().via(sink).to(directory).withNaming(naming);
    return records.apply(
        "Write",
        isOneSet(records)
            ? unwindowed(write).withNumShards(numShards)
            // Left to the runner, Beam numbers the files of a window bundle by bundle, and files of
            // two bundles get the same name.
            : write.withNumShards(Math.max(1, numShards)));
  }

  static boolean isOneSet(PCollection<?> records) {
    return records.isBounded() == IsBounded.BOUNDED
        && records.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
  }

  // Deprecated for what it does to windows; here there is only one. It is the way to FileIO's
  // batch mode, which leaves no temporary directory and writes a file where there are no records.
  @SuppressWarnings("deprecation")
  private static FileIO.Write<Void, byte[]> unwindowed(FileIO.Write<Void, byte[]> write) {
    return write.withIgnoreWindowing();
  }
}
