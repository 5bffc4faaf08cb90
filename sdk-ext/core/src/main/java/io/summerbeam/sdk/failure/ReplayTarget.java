package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where replayed records go: a topic, a folder of files, a table. The settings, which travel;
 * {@link Object#toString} names the place, without secrets, for what is shown to people.
 *
 * <p>A {@link DeadLetterStore} that can claim in the same transaction as a target delivers knows
 * that target's class and takes its settings; to any other it delivers through {@link #open}, at
 * least once.
 */
public interface ReplayTarget extends Serializable {

  /**
   * Why a record cannot be delivered here, in words that quote no data: it has no payload, it is of
   * another format, its topic is not known. Null where it can be, as far as that is to be seen from
   * here; the other side may refuse it still ({@link ReplaySession#commit}). Its letter stays as it
   * is.
   *
   * <p>Default: a record without payload is refused.
   */
  default @Nullable String refusal(ReplayRecord record) {
    return record.payload() == null ? "it has no payload" : null;
  }

  /**
   * Opens the way to it.
   *
   * @throws IOException if the other side is not there or refuses
   */
  ReplayWriter open() throws IOException;
}
