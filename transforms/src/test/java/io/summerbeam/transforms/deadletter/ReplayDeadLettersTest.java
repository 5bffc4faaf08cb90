package io.summerbeam.transforms.deadletter;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReplayDeadLettersTest {

  private static final Queue<String> DELIVERED = new ConcurrentLinkedQueue<>();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  /** Notes what it is given. */
  private static final class NotingTarget implements ReplayTarget {

    private static final long serialVersionUID = 1;

    @Override
    public ReplayWriter open() {
      return new ReplayWriter() {
        @Override
        public void write(ReplayRecord record) {
          DELIVERED.add(record.letterId());
        }

        @Override
        public List<RefusedRecord> flush() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String toString() {
      return "notes";
    }
  }

  private static DeadLetter letter(String id, String reason, int attempts) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("flights")
        .setStep("Flights")
        .setReason(reason)
        .setMessage("it is wrong")
        .setPayload(new byte[0])
        .setPayloadFormat("json")
        .setAttempts(attempts)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private static MemoryStore store() {
    MemoryStore store = new MemoryStore();
    store.add(letter("a", "late", 1));
    store.add(letter("b", "malformed", 1));
    store.add(letter("c", "late", 2));
    store.statuses.put("c", LetterStatus.UNCONFIRMED);
    return store;
  }

  @Test
  public void lettersOfTheReplay_areDeliveredAndCounted() {
    DELIVERED.clear();
    ReplayDeadLetters transform =
        ReplayDeadLetters.of(ReplayDeadLettersTest::store, new NotingTarget())
            .withReplay(Replay.of(LetterFilter.all().withReasons("late")).withMaxAttempts(2));
    PAssert.that(pipeline.apply(transform))
        .containsInAnyOrder(
            Row.withSchema(ReplayDeadLetters.SCHEMA)
                .addValues("at least once", 1L, 0L, 1L, 0L, 0L, 3L)
                .build());
    pipeline.run();
    assertThat(List.copyOf(DELIVERED), equalTo(List.of("a")));

    Map<String, Object> items = new HashMap<>();
    DisplayData.from(transform).items().forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items.get("target"), equalTo("notes"));
  }
}
