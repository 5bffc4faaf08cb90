package io.summerbeam.io.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A body of at most so many bytes; of a longer one the rest is not read.
 *
 * <p>A body that nobody needs is read too, so that its connection can be used again.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;
  private final boolean needed;
  private long length;
  private @Nullable Subscription subscription;

  BoundedBody(int maxBytes, boolean needed) {
    this.maxBytes = maxBytes;
    this.needed = needed;
  }

  /** A body that is longer than it may be. */
  static final class TooLongException extends Exception {

    private static final long serialVersionUID = 1;

    TooLongException() {
      super("too long", null, false, false);
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
    if (body.isDone()) {
      return;
    }
    for (ByteBuffer part : parts) {
      length += part.remaining();
      if (length > maxBytes) {
        stop();
        return;
      }
      if (needed) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
      }
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    if (needed) {
      body.completeExceptionally(new TooLongException());
    } else {
      body.complete(new byte[0]);
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
