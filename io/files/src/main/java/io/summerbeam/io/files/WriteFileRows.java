package io.summerbeam.io.files;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Writes Rows into files of a directory, as JSON lines or CSV. Made by {@link FileRows#write}.
 *
 * <pre>{@code
 * delays.apply(FileRows.write("out/flights").withPrefix("delays").withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Input.</b> Any schema that the format has a form for; the provenance is not written.
 * Bounded, or unbounded with {@link #withNumShards}.
 *
 * <p><b>Files.</b> One set of files a window and firing:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>global window, all at the end</td><td>{@code delays-00000-of-00002.jsonl}</td></tr>
 * <tr><td>a window</td>
 *     <td>{@code delays-20010101T000000Z-20010102T000000Z-00000-of-00001.jsonl}</td></tr>
 * <tr><td>one of several firings of a window</td>
 *     <td>{@code delays-20010101T000000Z-20010102T000000Z-pane-00003-00000-of-00001.jsonl}</td></tr>
 * </table>
 *
 * <p>The times are the start of the window and its end, exclusive, in UTC. Files of the same name
 * from an earlier run are replaced; others are left alone. Lines end at a line feed; each file of
 * CSV starts with a header. A bounded input without any rows gives one file without rows, where it
 * is in the global window.
 *
 * <p>A file appears under its name when it is complete. Until then it is in a directory {@code
 * .temp-beam*} beside it, which is removed then, and stays behind where a worker dies. Of a window
 * that is neither the global one nor an interval only the last millisecond is in the name: of two
 * that end together, one takes the other's place.
 *
 * <p><b>Output.</b> The name of each file, after it is there.
 *
 * <p><b>Errors.</b> A row that the format has no form for, such as NaN in JSON, becomes a dead
 * letter {@code sink_rejected}; without {@link #withDeadLetters} the failure is thrown. An error of
 * the file system is thrown.
 *
 * <p><b>Order, state, delivery.</b> No order. With windows or a number of shards, the rows of a
 * firing are grouped by shard. Each row is in one file once where the runner's grouping is exactly
 * once. <b>Runners.</b> All.
 */
@AutoValue
public abstract class WriteFileRows extends PTransform<PCollection<Row>, PCollection<String>> {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "FileRows.write";

  /** The start of the files' names, unless something else is asked for. */
  public static final String DEFAULT_PREFIX = "rows";

  static WriteFileRows of(String directory) {
    return new AutoValue_WriteFileRows.Builder()
        .setDirectory(OutputDirectory.of("write()", directory))
        .setLayout(new JsonLines(JsonFormat.of()))
        .setPrefix(DEFAULT_PREFIX)
        .setNumShards(0)
        .setStepName(DEFAULT_STEP_NAME)
        .build();
  }

  /** One JSON object a line, in files {@code .jsonl}. The default. */
  public WriteFileRows withFormat(JsonFormat format) {
    return toBuilder().setLayout(new JsonLines(format)).build();
  }

  /** CSV with a header, in files {@code .csv}. Default: JSON lines. */
  public WriteFileRows withFormat(CsvFormat format) {
    return toBuilder().setLayout(new CsvFiles(format)).build();
  }

  /**
   * The start of the files' names. Default: {@value #DEFAULT_PREFIX}.
   *
   * @throws IllegalArgumentException if it is empty, starts with a dot, or has a slash, a backslash
   *     or a wildcard in it
   */
  public WriteFileRows withPrefix(String prefix) {
    if (prefix.isEmpty()
        || prefix.startsWith(".")
        || prefix.chars().anyMatch(c -> "/\\*?[]{}".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "withPrefix() must be the start of a file's name, without slash and wildcard, but was: '"
              + prefix
              + "'");
    }
    return toBuilder().setPrefix(prefix).build();
  }

  /**
   * How many files a window and firing has, each written by one worker. Default: for a bounded
   * input in the global window what the runner chooses, for a bounded input in other windows 1, and
   * for an unbounded input it must be given. In windows, and of an unbounded input, a shard that
   * got no row has no file.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public WriteFileRows withNumShards(int numShards) {
    if (numShards < 1) {
      throw new IllegalArgumentException("withNumShards() must be positive, but was: " + numShards);
    }
    return toBuilder().setNumShards(numShards).build();
  }

  /** Rows that cannot be written go to this handler. Default: the failure is thrown. */
  public WriteFileRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public WriteFileRows withStepName(String stepName) {
    return toBuilder().setStepName(StepNames.check(stepName)).build();
  }

  abstract String directory();

  abstract FileLayout layout();

  abstract String prefix();

  abstract int numShards();

  abstract String stepName();

  abstract @Nullable DeadLetters deadLetters();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setDirectory(String directory);

    abstract Builder setLayout(FileLayout layout);

    abstract Builder setPrefix(String prefix);

    abstract Builder setNumShards(int numShards);

    abstract Builder setStepName(String stepName);

    abstract Builder setDeadLetters(DeadLetters deadLetters);

    abstract WriteFileRows build();
  }

  @Override
  public PCollection<String> expand(PCollection<Row> rows) {
    Schema schema = check(rows);
    DeadLetters dead = deadLetters();
    EncodeFn encode =
        new EncodeFn(layout(), schema, stepName(), dead == null ? null : dead.factory(stepName()));
    PCollectionTuple outputs =
        rows.apply(
            "Encode",
            ParDo.of(encode).withOutputTags(EncodeFn.OUT, TupleTagList.of(EncodeFn.DEAD)));
    if (dead != null) {
      dead.addErrorCollection(outputs.get(EncodeFn.DEAD));
    } else {
      outputs.get(EncodeFn.DEAD).setCoder(DeadLetter.coder());
    }
    return outputs
        .get(EncodeFn.OUT)
        .setCoder(ByteArrayCoder.of())
        .apply(
            "Files",
            new WriteLines(
                directory(),
                new WindowNaming(prefix(), layout().suffix()),
                new LinesSink(layout().header(schema)),
                numShards()));
  }

  private Schema check(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          stepName()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    if (rows.isBounded() == IsBounded.UNBOUNDED && numShards() == 0) {
      throw new IllegalArgumentException(
          stepName() + ": an unbounded input needs a number of files a window: withNumShards(1).");
    }
    try {
      layout().encoder(rows.getSchema());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(stepName() + ": " + e.getMessage(), e);
    }
    return rows.getSchema();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("directory", directory()).withLabel("Output Directory"))
        .add(DisplayData.item("prefix", prefix()).withLabel("File Name Prefix"))
        .add(DisplayData.item("format", layout().formatName()).withLabel("Format"))
        .addIfNotDefault(DisplayData.item("numShards", numShards()).withLabel("Files a Window"), 0);
  }
}
