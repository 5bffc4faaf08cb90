package io.summerbeam.io.kafka;

import io.summerbeam.io.kafka.BundleSends.Refused;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends what may succeed later to the topic of its next retry, and hands on all other letters. */
final class WriteRetriesFn extends DoFn<DeadLetter, DeadLetter> {

  private static final long serialVersionUID = 1;

  private static final String STEP = "KafkaRetries";
  private static final int MOST_IN_FLIGHT = 1000;

  /** What is kept of a letter until its record is written. */
  private record Waiting(DeadLetter letter, Instant time, BoundedWindow window) {}

  private final KafkaConnection connection;
  private final List<String> topics;
  private final List<Duration> delays;
  private final Set<String> steps;
  private final RecordCounters counters = RecordCounters.of(STEP);
  private transient @Nullable SharedProducer producer;
  private transient @Nullable BundleSends<Waiting> sends;
  private transient long inBundle;

  WriteRetriesFn(
      KafkaConnection connection, List<String> topics, List<Duration> delays, Set<String> steps) {
    this.connection = connection;
    this.topics = topics;
    this.delays = delays;
    this.steps = steps;
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
    inBundle = 0;
    sends = new BundleSends<>(STEP, current, false, MOST_IN_FLIGHT);
  }

  @ProcessElement
  public void process(
      @Element DeadLetter letter,
      @Timestamp Instant time,
      BoundedWindow window,
      OutputReceiver<DeadLetter> out)
      throws IOException, InterruptedException {
    counters.in();
    int done = RetryHeaders.retries(letter.headers());
    if (done < delays.size() && isRetryable(letter)) {
      long now = System.currentTimeMillis();
      opened()
          .send(
              new Waiting(letter, time, window),
              RetriedRecord.of(
                  letter, topics.get(done), done + 1, now, now + delays.get(done).toMillis()));
      inBundle++;
    } else {
      out.output(last(letter));
    }
  }

  private boolean isRetryable(DeadLetter letter) {
    ReplayRecord record = ReplayRecord.of(letter);
    return letter.severity().equals(Severity.RETRYABLE.code())
        && (steps.isEmpty() || steps.contains(letter.step()))
        && letter.payload() != null
        && RetriedRecord.isOfTopic(letter)
        && !DeadLetterFactory.ROW_AS_JSON.equals(letter.payloadFormat())
        && !record.isEncrypted()
        && !record.isMasked();
  }

  // A replay of it begins anew.
  private DeadLetter last(DeadLetter letter) {
    counters.out();
    return letter.toBuilder().setHeaders(RetryHeaders.without(letter.headers())).build();
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
    BundleSends<Waiting> bundle = opened();
    bundle.finish();
    // Too large for the topic, with all that is said about it.
    for (Refused<Waiting> next = bundle.pollRefused(); next != null; next = bundle.pollRefused()) {
      Waiting kept = next.kept();
      inBundle--;
      context.output(last(kept.letter()), kept.time(), kept.window());
    }
    counters.add("retried", inBundle);
    counters.flush();
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

  private BundleSends<Waiting> opened() {
    BundleSends<Waiting> current = sends;
    if (current == null) {
      throw new IllegalStateException(STEP + ": there is no bundle.");
    }
    return current;
  }
}
