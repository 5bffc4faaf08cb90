package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Dead letters as texts that a test compares. */
final class Letters {

  private Letters() {}

  /** {@code step|reason|severity|message|payload|source} of each. */
  static MapElements<DeadLetter, String> texts() {
    return MapElements.into(TypeDescriptors.strings()).via(Letters::text);
  }

  static String text(DeadLetter letter) {
    byte[] payload = letter.payload();
    return String.join(
        "|",
        letter.step(),
        letter.reason(),
        letter.severity(),
        letter.message().replaceFirst(" \\(.*", ""),
        payload == null ? "null" : new String(payload, StandardCharsets.UTF_8),
        String.valueOf(letter.source()));
  }
}
