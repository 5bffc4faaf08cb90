package io.summerbeam.io.kafka;

import io.summerbeam.io.kafka.BundleSends.Refused;
import io.summerbeam.sdk.failure.DeadLetter;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Sends the dead letters of a bundle; one that is too large goes again without its data. */
final class WriteLettersFn extends DoFn<DeadLetter, Void> {

  private static final long serialVersionUID = 1;

  // They are rare, and larger than records.
  private static final int MOST_IN_FLIGHT = 1000;

  private record Attempt(DeadLetter letter, boolean withData) {}

  private final KafkaConnection connection;
  private final String topic;
  private transient @Nullable SharedProducer producer;
  private transient @Nullable BundleSends<Attempt> sends;

  WriteLettersFn(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  @StartBundle
  public void startBundle() {
    SharedProducer current = producer;
    if (current == null || current.isRetired()) {
      producer = null;
      if (current != null) {
        current.release();
      }
      current = SharedProducer.acquire(connection);
      producer = current;
    }
    sends = new BundleSends<>("KafkaDeadLetters", current, false, MOST_IN_FLIGHT);
  }

  @ProcessElement
  public void process(@Element DeadLetter letter) throws IOException, InterruptedException {
    BundleSends<Attempt> bundle = opened();
    bundle.send(new Attempt(letter, true), LetterRecord.of(letter, topic));
    sendRefusedAgain(bundle);
  }

  @FinishBundle
  public void finishBundle() throws IOException, InterruptedException {
    BundleSends<Attempt> bundle = opened();
    do {
      bundle.finish();
    } while (sendRefusedAgain(bundle));
    sends = null;
  }

  @Teardown
  public void teardown() {
    sends = null;
    SharedProducer current = producer;
    producer = null;
    if (current != null) {
      current.release();
    }
  }

  private boolean sendRefusedAgain(BundleSends<Attempt> bundle)
      throws IOException, InterruptedException {
    boolean any = false;
    for (Refused<Attempt> next = bundle.pollRefused(); next != null; next = bundle.pollRefused()) {
      DeadLetter letter = next.kept().letter();
      if (!next.kept().withData()) {
        throw new IOException(
            "KafkaDeadLetters: the topic '"
                + topic
                + "' refuses the dead letter "
                + letter.id()
                + ": "
                + next.why().getMessage()
                + ". The bundle is tried again. Mend the topic's settings.",
            next.why().getCause());
      }
      bundle.send(new Attempt(letter, false), LetterRecord.withoutData(letter, topic));
      any = true;
    }
    return any;
  }

  private BundleSends<Attempt> opened() {
    BundleSends<Attempt> current = sends;
    if (current == null) {
      throw new IllegalStateException("KafkaDeadLetters: there is no bundle.");
    }
    return current;
  }
}
