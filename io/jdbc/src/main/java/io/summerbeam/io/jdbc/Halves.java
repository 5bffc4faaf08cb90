package io.summerbeam.io.jdbc;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Does a whole at once, and where that is refused each half of it, down to what is to blame. */
final class Halves {

  private Halves() {}

  /** Something that is done with all of a list, or with none of it. */
  @FunctionalInterface
  interface Attempt<T> {

    /**
     * Does it.
     *
     * @return why it is refused, for what is in the list; null where it is done
     */
    @Nullable String with(List<T> part) throws IOException;
  }

  /**
   * Does it with all that can be.
   *
   * @param refused is told of each that is refused alone, and why
   */
  static <T> void run(List<T> all, Attempt<T> attempt, BiConsumer<T, String> refused)
      throws IOException {
    if (all.isEmpty()) {
      return;
    }
    String why = attempt.with(all);
    if (why == null) {
      return;
    }
    if (all.size() == 1) {
      refused.accept(all.get(0), why);
      return;
    }
    int half = all.size() / 2;
    run(all.subList(0, half), attempt, refused);
    run(all.subList(half, all.size()), attempt, refused);
  }
}
