package io.summerbeam.io.files;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays into files of JSON lines, which a job then reads: {@code replayed-*.jsonl} in a
 * directory.
 *
 * <p><b>Records.</b> Those whose payload is of the format {@code json} or {@code row+json}; others
 * are refused. The payload is a line as it is, but that line breaks between the parts of an object
 * of JSON become spaces. Refused is what would be read as another record or as none: a payload with
 * line breaks that is no such object (one with a raw line break in a string, one that is cut off),
 * and one of nothing but white space. A file has no times of its own: the job reads the event time
 * from the record, as it did the first time.
 *
 * <p><b>Files.</b> Each flush makes one, under a name that no other has, complete when it appears.
 * The directory {@code .replayed} in theirs has the headers of the lines, from which {@link
 * ReadFileRows} goes on counting the attempts of a record that fails again.
 */
@AutoValue
public abstract class FileReplayTarget implements ReplayTarget {

  private static final long serialVersionUID = 1;

  /** The start of the files' names. */
  public static final String PREFIX = "replayed";

  static final String SUFFIX = ".jsonl";

  private static final Set<String> FORMATS = Set.of("json", "row+json");

  /**
   * Into a directory.
   *
   * @param directory as {@link FileRows#write} takes it; made where it is absent
   * @throws IllegalArgumentException if it is empty, or {@code file:} without an absolute path
   */
  public static FileReplayTarget to(String directory) {
    return new AutoValue_FileReplayTarget(OutputDirectory.of("to()", directory));
  }

  abstract String directory();

  @Override
  public final @Nullable String refusal(ReplayRecord record) {
    byte[] payload = record.payload();
    String format = record.payloadFormat();
    return payload == null
        ? "it has no payload"
        : format == null
            ? "the format of its payload is not known"
            : FORMATS.contains(format)
                ? PayloadLine.refusal(payload)
                : "its payload is no JSON, which the files are of, but " + format;
  }

  @Override
  public final ReplayWriter open() {
    return new ReplayFileWriter(directory());
  }

  @Override
  public final String toString() {
    return directory();
  }
}
