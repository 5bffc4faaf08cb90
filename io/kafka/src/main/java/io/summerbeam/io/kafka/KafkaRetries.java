package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.POutput;

/**
 * Retry topics: what failed and may succeed later waits in a topic and comes back into the job, a
 * few times and each time after a longer delay; the rest goes to the dead letters.
 *
 * <pre>{@code
 * KafkaRetries retries =
 *     KafkaRetries.through(connection, "orders.retry")
 *         .after(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10))
 *         .orElse(KafkaDeadLetters.to(connection, "orders.dead"));
 * try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(retries)) {
 *   PCollection<Row> fresh =
 *       pipeline.apply(KafkaRows.read(connection, "orders").withSchema(order).withDeadLetters(dead));
 *   PCollection<Row> again =
 *       pipeline.apply(retries.read().withSchema(order).withDeadLetters(dead));
 *   PCollectionList.of(fresh).and(again)
 *       .apply(Flatten.pCollections())
 *       .apply(Enrich.fromLookup(rates).on("currency").take("rate").withDeadLetters(dead));
 * }
 * }</pre>
 *
 * <p><b>What is retried.</b> Letters that are {@link io.summerbeam.sdk.failure.Severity#RETRYABLE},
 * of the steps of {@link #forSteps}, as often as there are delays. All others go on to {@link
 * Sink#orElse}: permanent ones at once, and what failed every time with its attempts, the time of
 * its first failure, and the place it had in its own topic. So does a letter that is not of a
 * topic, or has no bytes of its record: a payload that was dropped, or a Row as JSON because its
 * source did not keep them; and one that is too large for the retry topic. A record whose schema a
 * registry does not have yet is retried, too; {@link io.summerbeam.sdk.registry.RestRegistry} asks
 * for it again after 30 s, and so one of the delays has to be longer.
 *
 * <p><b>Topics.</b> One for each delay, called {@code orders.retry.1}, {@code orders.retry.2}, ...:
 * in a topic whose records wait for different times, one that waits long would stand before one
 * that does not. They are made before the job starts, with a retention longer than their delay and
 * than the job may stand still; no compaction. Their records are dead letters as {@link
 * KafkaDeadLetters} writes them, so that a {@link KafkaDeadLetterStore} shows what waits, and have
 * two headers more: {@code summerbeam.retry.not-before}, in milliseconds since 1970, and {@code
 * summerbeam.retry.number}. Their timestamps are those of the writing.
 *
 * <p><b>Reading.</b> {@link #read} gives rows like those of the first reading: the same bytes,
 * event time, key and headers, and the place in the topic that they came from, so that a letter of
 * a second failure has the same id, one attempt more, and can be replayed into that topic. Only the
 * columns {@link KafkaMetadata#TIMESTAMP} and its type are not those of that topic. A partition
 * whose first record is not due is paused, and no other waits for it. All steps behind it see the
 * record once more: join it to the fresh ones in front of the step that failed, and behind a {@code
 * DropDuplicates}, which would take it for a copy.
 *
 * <p><b>Windows and timestamps.</b> The event time is that of the record. Its window may be over:
 * let the allowed lateness be longer than the delays together, or have the results wait, with
 * {@code read().withWatermarks(BoundedOutOfOrderness.of(...))} of as much. By default the watermark
 * does not wait for what is held.
 *
 * <p><b>Delivery.</b> At least once: nothing is lost when the job or a broker dies; a bundle that
 * is tried again may write a record twice, and offsets that were not committed are read again.
 * Clocks of the workers decide what is due.
 *
 * <p><b>Errors.</b> As {@link KafkaDeadLetters}. <b>Cost.</b> Nothing for records that do not fail.
 * <b>Runners.</b> Those on which KafkaIO is an unbounded source: Direct, Flink and Spark. On
 * Dataflow, where it is a splittable DoFn, it is not tested.
 */
@AutoValue
public abstract class KafkaRetries extends PTransform<PCollection<DeadLetter>, PDone> {

  private static final long serialVersionUID = 1;

  /** The longest delay there may be. */
  public static final Duration LONGEST_DELAY = Duration.ofDays(7);

  /**
   * Through topics whose names begin so.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static Delays through(KafkaConnection connection, String topics) {
    String prefix = Names.check(topics, "through()", "a beginning of names of topics");
    return delays -> {
      List<Duration> checked = check(delays);
      return sink -> new AutoValue_KafkaRetries(connection, prefix, checked, sink, Set.of());
    };
  }

  private static List<Duration> check(Duration... delays) {
    List<Duration> all = List.of(delays);
    if (all.isEmpty()
        || all.stream()
            .anyMatch(
                each ->
                    each.compareTo(Duration.ofMillis(1)) < 0
                        || each.compareTo(LONGEST_DELAY) > 0)) {
      throw new IllegalArgumentException(
          "after() must be given a delay for each retry, from a millisecond to "
              + LONGEST_DELAY
              + ", but was: "
              + all);
    }
    return all;
  }

  /** How long records wait; made by {@link #through}. */
  @FunctionalInterface
  public interface Delays {

    /**
     * The delay before each retry; as many as there are retries.
     *
     * @throws IllegalArgumentException if there is none, or one is not from a millisecond to {@link
     *     #LONGEST_DELAY}
     */
    Sink after(Duration... delays);
  }

  /** Where the rest goes; made by {@link Delays#after}. */
  @FunctionalInterface
  public interface Sink {

    /** Where the letters go that are not tried again: {@link KafkaDeadLetters}, or any other. */
    KafkaRetries orElse(PTransform<PCollection<DeadLetter>, ? extends POutput> sink);
  }

  /**
   * Only what failed in these steps is tried again. Default: in any.
   *
   * @throws IllegalArgumentException if there is none, or a blank one
   */
  public KafkaRetries forSteps(String... steps) {
    List<String> all = Arrays.asList(steps);
    if (all.isEmpty() || all.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "forSteps() must be given the names of steps, and no blank one, but was: " + all);
    }
    return new AutoValue_KafkaRetries(connection(), prefix(), delays(), sink(), Set.copyOf(all));
  }

  /** The names of the topics, in the order of the delays. */
  public final List<String> topics() {
    return IntStream.rangeClosed(1, delays().size())
        .mapToObj(retry -> prefix() + "." + retry)
        .toList();
  }

  /**
   * Reads what is due. It is to be set up as the reading that the records came from: schema,
   * format, event time, tombstones; it needs {@link ReadKafkaRows#withDeadLetters} and the bytes,
   * without which attempts could not be counted. Its consumer group is called as the topics begin,
   * unless another one is given, so that a job that starts anew does not try again what was tried.
   * Its watermark follows the clock at once where nothing is due, unless {@link
   * ReadKafkaRows#withWatermarks} says otherwise.
   */
  public final ReadKafkaRows read() {
    return KafkaRows.read(connection(), topics().toArray(String[]::new))
        .ofRetries(
            BoundedOutOfOrderness.of(ReadKafkaRows.DEFAULT_MAX_OUT_OF_ORDERNESS)
                .withIdleAfter(Duration.ZERO))
        .withGroup(prefix())
        .withStepName("KafkaRetries.read");
  }

  abstract KafkaConnection connection();

  abstract String prefix();

  abstract List<Duration> delays();

  abstract PTransform<PCollection<DeadLetter>, ? extends POutput> sink();

  abstract Set<String> steps();

  @Override
  public PDone expand(PCollection<DeadLetter> letters) {
    letters
        .apply("Retry", ParDo.of(new WriteRetriesFn(connection(), topics(), delays(), steps())))
        .setCoder(DeadLetter.coder())
        .apply("GiveUp", sink());
    return PDone.in(letters.getPipeline());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("servers", connection().servers()).withLabel("Bootstrap Servers"))
        .add(DisplayData.item("topics", String.join(", ", topics())).withLabel("Retry Topics"))
        .add(DisplayData.item("delays", delays().toString()).withLabel("Delays"));
  }
}
