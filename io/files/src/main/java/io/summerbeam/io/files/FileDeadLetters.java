package io.summerbeam.io.files;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import java.time.Duration;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/**
 * Writes dead letters as JSON lines, to be read with {@code jq}.
 *
 * <pre>{@code
 * try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(FileDeadLetters.to("out/dead"))) {
 *   ...
 * }
 * }</pre>
 *
 * <p><b>Files.</b> {@code dead-letters-*.jsonl} in the directory, named and completed as {@link
 * WriteFileRows} says. Of a bounded pipeline all are written at its end, one empty file where there
 * are no dead letters. Of an unbounded one, a file is written {@link #withFlushInterval} after the
 * first dead letter it holds, or at {@value #FLUSH_RECORDS} of them.
 *
 * <p><b>Lines.</b> One object each, as {@link io.summerbeam.sdk.failure.DeadLetterJson} says.
 * {@link FileDeadLetterStore} reads and replays them.
 *
 * <p>See {@link DeadLetter} for what they mean.
 *
 * <p><b>Windows and timestamps.</b> Any; they are not looked at. <b>Errors.</b> Those of the file
 * system are thrown. <b>Delivery.</b> Each dead letter is in one file once where the runner's
 * grouping is exactly once. <b>Runners.</b> All.
 */
@AutoValue
public abstract class FileDeadLetters
    extends PTransform<PCollection<DeadLetter>, PCollection<String>> {

  private static final long serialVersionUID = 1;

  /** The start of the files' names. */
  public static final String PREFIX = "dead-letters";

  /** How long an unbounded pipeline holds dead letters back, unless something else is asked for. */
  public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(30);

  /** How many dead letters an unbounded pipeline holds back at most. */
  public static final int FLUSH_RECORDS = 10_000;

  /**
   * Writes into a directory.
   *
   * @param directory as {@link FileRows#write} takes it
   * @throws IllegalArgumentException if it is empty, or {@code file:} without an absolute path
   */
  public static FileDeadLetters to(String directory) {
    return new AutoValue_FileDeadLetters(
        OutputDirectory.of("to()", directory), DEFAULT_FLUSH_INTERVAL);
  }

  /**
   * How long an unbounded pipeline holds dead letters back to write them into one file. Default: 30
   * seconds.
   *
   * @throws IllegalArgumentException if it is less than a millisecond
   */
  public FileDeadLetters withFlushInterval(Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "withFlushInterval() must be at least a millisecond, but was: " + interval);
    }
    return new AutoValue_FileDeadLetters(directory(), interval);
  }

  abstract String directory();

  abstract Duration flushInterval();

  @Override
  public PCollection<String> expand(PCollection<DeadLetter> letters) {
    return letters
        .apply("OneWindow", window(letters.isBounded()))
        .apply("Encode", ParDo.of(new DeadLetterLineFn()))
        .setCoder(ByteArrayCoder.of())
        .apply(
            "Files",
            new WriteLines(directory(), new WindowNaming(PREFIX, "jsonl"), new LinesSink(null), 0));
  }

  private Window<DeadLetter> window(IsBounded bounded) {
    Window<DeadLetter> window = Window.into(new GlobalWindows());
    return bounded == IsBounded.BOUNDED
        ? window
        : window
            .triggering(
                Repeatedly.forever(
                    AfterFirst.of(
                        AfterPane.elementCountAtLeast(FLUSH_RECORDS),
                        AfterProcessingTime.pastFirstElementInPane()
                            .plusDelayOf(
                                org.joda.time.Duration.millis(flushInterval().toMillis())))))
            .withAllowedLateness(org.joda.time.Duration.ZERO)
            .discardingFiredPanes();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("directory", directory()).withLabel("Output Directory"));
  }
}
