package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.transforms.enrich.ChangelogEvents.DescribeFn;
import io.summerbeam.transforms.enrich.ChangelogEvents.Inputs;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link EnrichFromChangelog} on random histories, each of a key of its own, against what a list of
 * changes says.
 */
public class EnrichFromChangelogRandomTest {

  private static final int HISTORIES = 150;
  private static final int STEPS = 5;

  /** How far the watermark goes in a step, in seconds. */
  private static final int STRIDE = 10;

  private static final int WAIT = 5;
  private static final int HISTORY = 10;
  private static final int TTL = 12;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  /** A change, and the step it comes in. */
  private record Changed(int step, int key, int time, int price, boolean gone, Long lsn)
      implements Serializable {
    long order() {
      return lsn == null ? Long.MIN_VALUE : lsn;
    }
  }

  /** A record, and the step it comes in. */
  private record Asking(int step, int key, int time, int n) implements Serializable {}

  private final List<Changed> changes = new ArrayList<>();
  private final List<Asking> records = new ArrayList<>();

  @Test
  public void randomHistories_eachRecordMeetsTheTableOfItsTime() {
    make(new Random(11), HISTORY);
    check(enrich -> enrich.withHistory(Duration.ofSeconds(HISTORY)), 0, HISTORY, 0);
  }

  @Test
  public void randomHistories_withWaitAndTtl() {
    make(new Random(12), WAIT + HISTORY);
    check(
        enrich ->
            enrich
                .withHistory(Duration.ofSeconds(HISTORY))
                .withWait(Duration.ofSeconds(WAIT))
                .withTtl(Duration.ofSeconds(TTL)),
        WAIT,
        HISTORY,
        TTL);
  }

  @Test
  public void randomHistories_inWindows() {
    make(new Random(13), 25);
    // All windows stay open for the latest, so each record meets all changes.
    check(
        enrich ->
            enrich
                .withWait(Duration.ofSeconds(30))
                .withTtl(Duration.ofSeconds(TTL))
                .inWindows(Duration.ofSeconds(7)),
        1000,
        0,
        TTL);
  }

  private interface Settings {
    EnrichFromChangelog on(EnrichFromChangelog enrich);
  }

  private void check(Settings settings, int wait, int history, int ttl) {
    Inputs inputs = ChangelogEvents.in(pipeline, stream());
    Map<Integer, Set<String>> allowed = new HashMap<>();
    Map<Integer, List<Changed>> byKey = new HashMap<>();
    changes.forEach(c -> byKey.computeIfAbsent(c.key(), k -> new ArrayList<>()).add(c));
    int exact = 0;
    for (Asking record : records) {
      Set<String> may = new TreeSet<>();
      may.add(expected(record, byKey.getOrDefault(record.key(), List.of()), wait, ttl));
      if (record.time() < watermark(record.step() - 1) - wait - history) {
        // Its version may be forgotten.
        may.add(text(record, null));
      } else {
        exact++;
      }
      allowed.put(record.n(), may);
    }
    assertThat(exact > records.size() / 2, equalTo(true));
    PAssert.that(
            inputs
                .records()
                .apply(
                    settings.on(
                        Enrich.fromChangelog(inputs.changes())
                            .on("sku", "id")
                            .take("price")
                            .withDeletes("gone")
                            .withVersion("lsn")
                            .withOnMiss(OnMiss.KEEP)))
                .apply(ParDo.of(new DescribeFn())))
        .satisfies(new EachOnce(allowed));
    pipeline.run().waitUntilFinish();
  }

  /** The naive reference: goes through all changes that came before the record was decided. */
  private static String expected(Asking record, List<Changed> changes, int wait, int ttl) {
    int decided = record.step();
    if (record.time() + wait >= watermark(record.step() - 1)) {
      while (decided <= STEPS && watermark(decided) <= record.time() + wait) {
        decided++;
      }
    }
    int seen = decided;
    Optional<Changed> newest =
        changes.stream()
            .filter(change -> change.step() <= seen && change.time() <= record.time())
            .max(
                Comparator.comparingInt(Changed::time)
                    .thenComparingLong(Changed::order)
                    .thenComparing(change -> !change.gone())
                    .thenComparingInt(Changed::price));
    boolean there =
        newest.isPresent()
            && !newest.get().gone()
            && (ttl == 0 || record.time() - newest.get().time() < ttl);
    return text(record, there ? newest.get().price() : null);
  }

  private static String text(Asking record, Integer price) {
    return record.n() + "=" + price + "@" + record.time();
  }

  /** The watermark when a step is over; none before the first. */
  private static int watermark(int step) {
    return step == 0 ? Integer.MIN_VALUE / 2 : step * STRIDE;
  }

  private void make(Random random, int latestChange) {
    for (int key = 0; key < HISTORIES; key++) {
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        int step = 1 + random.nextInt(STEPS);
        changes.add(
            new Changed(
                step,
                key,
                time(random, step, latestChange),
                random.nextInt(100),
                random.nextInt(4) == 0,
                random.nextInt(3) == 0 ? null : (long) random.nextInt(3)));
      }
      int asked = 1 + random.nextInt(4);
      for (int i = 0; i < asked; i++) {
        int step = 1 + random.nextInt(STEPS);
        records.add(new Asking(step, key, time(random, step, 25), records.size()));
      }
    }
  }

  private static int time(Random random, int step, int latest) {
    int from = Math.max(0, (step - 1) * STRIDE - latest);
    return from + random.nextInt((step - 1) * STRIDE - from + 20);
  }

  private TestStream<Row> stream() {
    TestStream.Builder<Row> stream = ChangelogEvents.stream();
    for (int step = 1; step <= STEPS; step++) {
      List<TimestampedValue<Row>> changed = new ArrayList<>();
      for (Changed c : changes) {
        if (c.step() == step) {
          changed.add(
              ChangelogEvents.change(c.time(), "k" + c.key(), c.price(), c.gone(), c.lsn()));
        }
      }
      List<TimestampedValue<Row>> asked = new ArrayList<>();
      for (Asking r : records) {
        if (r.step() == step) {
          asked.add(ChangelogEvents.record(r.time(), "k" + r.key(), r.n()));
        }
      }
      stream = add(add(stream, changed), asked);
      stream = stream.advanceWatermarkTo(ChangelogEvents.at(watermark(step)));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings("unchecked")
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> events) {
    return stream.addElements(
        events.get(0), events.subList(1, events.size()).toArray(new TimestampedValue[0]));
  }

  /** Each record came out once, as it may. */
  private static final class EachOnce implements SerializableFunction<Iterable<String>, Void> {
    private final Map<Integer, Set<String>> allowed;

    EachOnce(Map<Integer, Set<String>> allowed) {
      this.allowed = allowed;
    }

    @Override
    public Void apply(Iterable<String> out) {
      Set<Integer> missing = new HashSet<>(allowed.keySet());
      List<String> wrong = new ArrayList<>();
      for (String text : out) {
        int n = Integer.parseInt(text.substring(0, text.indexOf('=')));
        if (!missing.remove(n)) {
          wrong.add("twice: " + text);
        } else if (!allowed.get(n).contains(text)) {
          wrong.add(text + " instead of " + allowed.get(n));
        }
      }
      assertThat(wrong, empty());
      assertThat(missing, empty());
      return null;
    }
  }
}
