package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.lookup.LookupException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the lookup is asked once. It ends once: with the answer, or when its time is over. That
 * begins when the lookup has sent a request, and anew with each: what waits in the lookup's own
 * queue is not what the other side is slow at.
 */
final class Question {

  private final LookupEngine engine;
  private final WhenEnded whenEnded;
  private final AtomicBoolean ended = new AtomicBoolean();

  // The clock is started once, when both are there: what it ends, and the time from which it goes.
  private final AtomicBoolean clockStarted = new AtomicBoolean();
  private volatile @Nullable CompletionStage<Map<Row, Row>> answer;
  private volatile boolean hasSent;
  private volatile long sentNanos;
  private volatile Runnable stopClock = () -> {};
  private volatile boolean timeIsOver;

  /** Who is told; one of both is null. */
  interface WhenEnded {
    void ended(@Nullable Map<Row, Row> values, @Nullable Throwable failure);
  }

  Question(LookupEngine engine, WhenEnded whenEnded) {
    this.engine = engine;
    this.whenEnded = whenEnded;
  }

  void ask(Set<Row> keys) {
    CompletionStage<Map<Row, Row>> stage;
    try {
      stage = engine.lookup().get(keys, this::sent);
      if (stage == null) {
        throw new IllegalStateException("The lookup must answer with a future, but answered null.");
      }
    } catch (Throwable e) {
      end(null, unwrapped(e));
      return;
    }
    stage.whenComplete(
        (values, error) -> {
          if (error == null) {
            end(values, null);
          } else {
            Throwable failure = unwrapped(error);
            end(null, timeIsOver && failure instanceof CancellationException ? tooLate() : failure);
          }
        });
    answer = stage;
    startClock();
  }

  /** A request is on its way; called by any thread. */
  private void sent() {
    sentNanos = System.nanoTime();
    hasSent = true;
    startClock();
  }

  private void startClock() {
    if (hasSent && answer != null && !ended.get() && clockStarted.compareAndSet(false, true)) {
      lookAfter(engine.settings().timeout().toNanos());
    }
  }

  private void lookAfter(long nanos) {
    try {
      stopClock = engine.schedule(this::look, nanos);
    } catch (RejectedExecutionException e) {
      cancel();
      end(null, LookupException.retryable("The lookup was closed.", null));
      return;
    }
    if (ended.get()) {
      stopClock.run();
    }
  }

  private void look() {
    long left = engine.settings().timeout().toNanos() - (System.nanoTime() - sentNanos);
    if (left > 0) {
      lookAfter(left);
      return;
    }
    timeIsOver = true;
    // It ends with the answers that it has, if it knows some.
    cancel();
    end(null, tooLate());
  }

  private void cancel() {
    CompletionStage<?> asked = answer;
    try {
      if (asked != null) {
        asked.toCompletableFuture().cancel(true);
      }
    } catch (RuntimeException e) {
      // It need not be a future; then it goes on, and nobody listens.
    }
  }

  private void end(@Nullable Map<Row, Row> values, @Nullable Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      stopClock.run();
      whenEnded.ended(values, failure);
    }
  }

  private LookupException tooLate() {
    return LookupException.retryable(
        "The lookup has not answered within " + engine.settings().timeout() + ".", null);
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable inner = error;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
