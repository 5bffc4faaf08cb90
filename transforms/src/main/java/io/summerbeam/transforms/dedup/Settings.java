package io.summerbeam.transforms.dedup;

import java.io.Serializable;
import org.apache.beam.sdk.state.ValueState;

/**
 * The settings that say where in its state a transform finds what it remembers. They are kept
 * beside it: with others it would find nothing, and let duplicates through without a word.
 *
 * <p>They are compared where state is used, so a job with others may have written some of its own
 * elsewhere, and have completed checkpoints with both, before it fails.
 *
 * @param transform first word of messages
 * @param text as a user writes them; it is in savepoints, and must stay as it is
 */
record Settings(String transform, String text) implements Serializable {

  private static final long serialVersionUID = 1;

  static Settings of(String transform, String... settings) {
    return new Settings(transform, String.join(", ", settings));
  }

  /** What stands for them where there is no room for the text; the same in every JVM. */
  int digest() {
    return text.hashCode();
  }

  /**
   * Refuses the state of other settings, which a savepoint may bring back.
   *
   * @param known the settings that the state is of; null until now where it is new, or older than
   *     this check
   * @throws IllegalStateException if they are others
   */
  void require(ValueState<String> known) {
    String before = known.read();
    if (before == null) {
      known.write(text);
    } else if (!before.equals(text)) {
      throw refusal(before);
    }
  }

  /**
   * What to throw where the state is of other settings.
   *
   * @param before those, as far as they are known
   */
  IllegalStateException refusal(String before) {
    return new IllegalStateException(
        transform
            + ": its state is of other settings ("
            + before
            + ") than it has now ("
            + text
            + "). Leave them as they were, and go back to the savepoint that it was started from,"
            + " not to a later checkpoint, which may have state of both; or apply it under another"
            + " name and start without its state (on Flink: --allowNonRestoredState).");
  }
}
