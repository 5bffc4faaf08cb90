package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;

/** Dead letters as texts to compare: what does not depend on the run. */
final class DeadLetterText extends SimpleFunction<DeadLetter, String> {

  private static final long serialVersionUID = 1;

  static MapElements<DeadLetter, String> map() {
    return MapElements.via(new DeadLetterText());
  }

  @Override
  public String apply(DeadLetter letter) {
    byte[] payload = letter.payload();
    // Each byte as the character of its number: exact whatever the bytes are.
    return of(
        letter.step(),
        letter.reason(),
        letter.message(),
        letter.source(),
        letter.payloadFormat(),
        payload == null ? null : new String(payload, StandardCharsets.ISO_8859_1));
  }

  /** The text of a dead letter; the file without its directory. */
  static String of(
      String step,
      String reason,
      String message,
      Provenance source,
      String format,
      String latin1Payload) {
    return String.join(
        "|",
        step,
        reason,
        message,
        source == null
            ? "nowhere"
            : Path.of(source.resource()).getFileName()
                + " "
                + source.position()
                + " "
                + source.line(),
        Objects.toString(format),
        Objects.toString(latin1Payload));
  }
}
