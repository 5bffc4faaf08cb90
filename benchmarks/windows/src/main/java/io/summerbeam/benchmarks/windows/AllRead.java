package io.summerbeam.benchmarks.windows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a checkpoint of this JVM has all records in it. */
public final class AllRead {

  private static final long MINUTES = 5;
  private static final CompletableFuture<@Nullable Void> CHECKPOINTED = new CompletableFuture<>();

  private AllRead() {}

  /** One has. */
  public static void checkpointed() {
    CHECKPOINTED.complete(null);
  }

  /** None will have. */
  static void failed(Exception why) {
    CHECKPOINTED.completeExceptionally(why);
  }

  /** Waits for it. */
  static void await() throws InterruptedException, ExecutionException, TimeoutException {
    CHECKPOINTED.get(MINUTES, TimeUnit.MINUTES);
  }
}
