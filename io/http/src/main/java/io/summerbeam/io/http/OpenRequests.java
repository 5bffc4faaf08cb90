package io.summerbeam.io.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins at most so many requests; the others wait until one has ended. */
final class OpenRequests {

  private final Queue<Supplier<CompletionStage<?>>> waiting = new ArrayDeque<>();
  private final int most;
  private int open;
  private boolean starting;

  OpenRequests(int most) {
    this.most = most;
  }

  void add(Supplier<CompletionStage<?>> request) {
    synchronized (this) {
      waiting.add(request);
    }
    start();
  }

  /** Forgets those that wait. */
  synchronized void clear() {
    waiting.clear();
  }

  // One thread starts them all, so that requests that end at once do not call each other deeper and
  // deeper.
  private void start() {
    synchronized (this) {
      if (starting) {
        return;
      }
      starting = true;
    }
    for (Supplier<CompletionStage<?>> next = next(); next != null; next = next()) {
      begin(next);
    }
  }

  private void begin(Supplier<CompletionStage<?>> request) {
    CompletionStage<?> answer;
    try {
      answer = request.get();
    } catch (RuntimeException | Error e) {
      // Else all that come later would wait for a thread that starts nothing any more.
      synchronized (this) {
        open--;
        starting = false;
      }
      throw e;
    }
    answer.whenComplete((done, e) -> ended());
  }

  private synchronized @Nullable Supplier<CompletionStage<?>> next() {
    Supplier<CompletionStage<?>> next = open < most ? waiting.poll() : null;
    if (next == null) {
      starting = false;
    } else {
      open++;
    }
    return next;
  }

  private void ended() {
    synchronized (this) {
      open--;
    }
    start();
  }
}
