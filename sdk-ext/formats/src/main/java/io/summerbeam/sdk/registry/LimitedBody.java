package io.summerbeam.sdk.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** An answer of at most so many bytes; of a longer one the rest is not read. */
final class LimitedBody implements BodySubscriber<byte[]> {

  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int most;
  private final int status;
  private @Nullable Subscription subscription;

  /**
   * @param status the answer's
   */
  LimitedBody(int most, int status) {
    this.most = most;
    this.status = status;
  }

  /** An answer is longer than it may be. */
  static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    private TooLongException(int status) {
      this.status = status;
    }

    /** The answer's. */
    int status() {
      return status;
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription of) {
    subscription = of;
    of.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (body.isDone()) {
        return;
      }
      if (part.remaining() > most - bytes.size()) {
        body.completeExceptionally(new TooLongException(status));
        if (subscription != null) {
          subscription.cancel();
        }
      } else {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
      }
    }
  }

  @Override
  public void onError(Throwable e) {
    body.completeExceptionally(e);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
