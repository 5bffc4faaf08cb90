package io.summerbeam.io.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** A transactional producer that is not used again after it has failed; see {@link BeamWriters}. */
final class OnceProducer implements InvocationHandler {

  private final Producer<byte[], byte[]> producer;
  private final Runnable onFailure;

  private OnceProducer(Producer<byte[], byte[]> producer, Runnable onFailure) {
    this.producer = producer;
    this.onFailure = onFailure;
  }

  /**
   * The same producer.
   *
   * @param onFailure is told before any failure of it is thrown
   */
  @SuppressWarnings("unchecked") // What it is made with.
  static Producer<byte[], byte[]> of(Producer<byte[], byte[]> producer, Runnable onFailure) {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            OnceProducer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            new OnceProducer(producer, onFailure));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(producer, args);
    } catch (InvocationTargetException e) {
      onFailure.run();
      throw e.getTargetException();
    }
  }
}
