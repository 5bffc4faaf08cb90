package io.summerbeam.transforms.deadletter;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReplayTest {

  private final MemoryStore store = new MemoryStore();
  private final List<ReplayRecord> delivered = new ArrayList<>();
  private final List<Integer> flushes = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private int fails = Integer.MAX_VALUE;

  /** A target for tests; it is not serialized. */
  private interface Target extends ReplayTarget {}

  private final Target target =
      () ->
          new ReplayWriter() {
            private final List<ReplayRecord> taken = new ArrayList<>();

            @Override
            public void write(ReplayRecord record) {
              taken.add(record);
            }

            @Override
            public List<RefusedRecord> flush() throws IOException {
              if (flushes.size() == fails) {
                throw new IOException("The target is away.");
              }
              flushes.add(taken.size());
              List<RefusedRecord> bad =
                  taken.stream()
                      .filter(record -> refused.contains(record.letterId()))
                      .map(record -> new RefusedRecord(record, "it is too large"))
                      .toList();
              bad.forEach(each -> taken.remove(each.record()));
              delivered.addAll(taken);
              taken.clear();
              return bad;
            }

            @Override
            public void close() {}
          };

  private static DeadLetter letter(String id, int attempts, String payload) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("flights")
        .setStep("Flights")
        .setReason("malformed")
        .setMessage("it is wrong")
        .setPayload(payload == null ? null : payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat(payload == null ? null : "json")
        .setEventTime(Instant.EPOCH)
        .setAttempts(attempts)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private List<String> payloads() {
    return delivered.stream()
        .map(record -> new String(record.payload(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  public void letters_areDeliveredParkedOrRefused() throws Exception {
    store.add(letter("a", 1, "{\"n\":1}"));
    store.add(letter("a", 1, "{\"n\":1}"));
    store.add(letter("b", 5, "{\"n\":2}"));
    store.add(letter("c", 4, "{\"n\":3}"));
    store.add(letter("d", 1, null));
    ReplayResult result = Replay.of(LetterFilter.all()).run(store, target);
    assertThat(
        result,
        equalTo(
            new ReplayResult(
                ReplayDelivery.AT_LEAST_ONCE,
                2,
                0,
                1,
                1,
                Map.of("it has no payload", 1L),
                Map.of("it has no payload", List.of("d")),
                Map.of(),
                3)));
    assertThat(result.refusedInAll(), equalTo(1L));
    assertThat(payloads(), contains("{\"n\":1}", "{\"n\":3}"));
    assertThat(delivered.get(1).headers().get("summerbeam.replay.attempts"), equalTo("4"));
    assertThat(delivered.get(1).eventTime(), equalTo(Instant.EPOCH));
    assertThat(
        store.statuses,
        equalTo(
            Map.of(
                "a", LetterStatus.REPLAYED, "b", LetterStatus.PARKED, "c", LetterStatus.REPLAYED)));
  }

  @Test
  public void encryptedLetters_areRefused() throws Exception {
    store.add(letter("a", 1, "x").toBuilder().setPayloadFormat("encrypted+json").build());
    store.add(letter("b", 1, "x").toBuilder().setPayloadFormat("encrypted").build());
    // The payload was masked, and the rest encrypted.
    store.add(
        letter("c", 1, "{}").toBuilder()
            .setHeaders(Map.of("summerbeam-encrypted-headers", "AAAA"))
            .build());
    store.add(letter("d", 1, "{}"));
    ReplayResult result = Replay.of(LetterFilter.all()).run(store, target);
    assertThat(result.refused(), equalTo(Map.of("it is encrypted", 3L)));
    assertThat(payloads(), contains("{}"));
    assertThat(store.statuses, equalTo(Map.of("d", LetterStatus.REPLAYED)));
  }

  @Test
  public void maskedLetters_areRefusedUnlessTheyAreAllowed() throws Exception {
    store.add(
        letter("a", 1, "{\"n\":\"[MASKED]\"}").toBuilder().setPayloadFormat("masked+json").build());
    store.add(letter("b", 1, "{}"));
    String why = "it is masked: replay it from its source, or allow what is masked";
    assertThat(
        Replay.of(LetterFilter.all()).dryRun(store, target).refused(), equalTo(Map.of(why, 1L)));
    ReplayResult result = Replay.of(LetterFilter.all()).run(store, target);
    assertThat(result.refused(), equalTo(Map.of(why, 1L)));
    assertThat(result.refusedIds(), equalTo(Map.of(why, List.of("a"))));
    assertThat(payloads(), contains("{}"));
    assertThat(store.statuses, equalTo(Map.of("b", LetterStatus.REPLAYED)));

    Replay masked =
        Replay.of(LetterFilter.all()).withMasked().withEdit(LetterEdit.none().set("m", "1"));
    assertThat(masked.run(store, target).delivered(), equalTo(1L));
    assertThat(payloads(), contains("{}", "{\"n\":\"[MASKED]\",\"m\":1}"));
    assertThat("to the target it is like any other", delivered.get(1).isMasked(), equalTo(false));
  }

  @Test
  public void letterThatTheTargetRefuses_holdsUpNoOther() throws Exception {
    for (int i = 0; i < 1_002; i++) {
      store.add(letter("letter " + i, 1, "{}"));
    }
    refused.addAll(Set.of("letter 3", "letter 500", "letter 501"));
    ReplayResult result = Replay.of(LetterFilter.all()).run(store, target);
    assertThat(
        result,
        equalTo(
            new ReplayResult(
                ReplayDelivery.AT_LEAST_ONCE,
                999,
                0,
                0,
                0,
                Map.of("it is too large", 3L),
                Map.of("it is too large", List.of("letter 3", "letter 500", "letter 501")),
                Map.of(),
                3)));
    assertThat(flushes, contains(500, 500, 2));
    assertThat(store.statuses.get("letter 3"), equalTo(LetterStatus.OPEN));

    LetterFilter others = LetterFilter.all().withoutIds("letter 3", "letter 500", "letter 501");
    assertThat(Replay.of(others).run(store, target).refusedInAll(), equalTo(0L));
    refused.remove("letter 500");
    assertThat(Replay.of(LetterFilter.all()).run(store, target).delivered(), equalTo(1L));
    assertThat(delivered.stream().map(ReplayRecord::letterId).distinct().count(), equalTo(1_000L));
    assertThat(delivered.size(), equalTo(1_000));
  }

  @Test
  public void manyRefused_areCountedAndTheFirstNamed() throws Exception {
    List<String> ids = Stream.iterate(0, i -> i + 1).limit(101).map(i -> "letter " + i).toList();
    ids.forEach(id -> store.add(letter(id, 1, null)));
    ReplayResult result = Replay.of(LetterFilter.all()).run(store, target);
    assertThat(result.refused(), equalTo(Map.of("it has no payload", 101L)));
    assertThat(result.refusedIds(), equalTo(Map.of("it has no payload", ids.subList(0, 100))));
  }

  @Test
  public void reasonsWithoutEnd_areCountedTogetherBehindTheFirst() throws Exception {
    for (int i = 0; i < 450; i++) {
      store.add(
          letter("letter " + i, 1, "x").toBuilder().setPayloadFormat("format " + i % 150).build());
    }
    // It names the format.
    Replay edited = Replay.of(LetterFilter.all()).withEdit(LetterEdit.none().set("n", "5"));
    ReplayResult result = edited.run(store, target);
    Map<String, Long> counts = new HashMap<>(Map.of("further reasons", 150L));
    for (int i = 0; i < Replay.MAX_REASONS; i++) {
      counts.put(
          "its payload is no JSON, but format " + i + ": say how that is read, to edit it", 3L);
    }
    assertThat(result.refused(), equalTo(counts));
    assertThat(result.refusedInAll(), equalTo(450L));
    assertThat(
        "it is the last",
        List.copyOf(result.refused().keySet()).get(Replay.MAX_REASONS),
        equalTo(Replay.FURTHER_REASONS));
    assertThat(
        result.refusedIds().get(Replay.FURTHER_REASONS),
        equalTo(
            IntStream.concat(IntStream.range(100, 150), IntStream.range(250, 300))
                .mapToObj(i -> "letter " + i)
                .toList()));
  }

  @Test
  public void secondRun_takesWhatIsLeft() throws Exception {
    store.add(letter("a", 1, "{}"));
    store.add(letter("b", 1, "{}"));
    store.statuses.put("b", LetterStatus.UNCONFIRMED);
    assertThat(Replay.of(LetterFilter.all()).run(store, target).delivered(), equalTo(2L));
    assertThat(Replay.of(LetterFilter.all()).run(store, target).delivered(), equalTo(0L));
    assertThat(delivered.size(), equalTo(2));
  }

  @Test
  public void parked_isReplayedWhereItIsAskedFor() throws Exception {
    store.add(letter("a", 5, "{}"));
    store.statuses.put("a", LetterStatus.PARKED);
    LetterFilter parked = LetterFilter.all().withStatuses(LetterStatus.PARKED);
    assertThat(Replay.of(LetterFilter.all()).run(store, target).delivered(), equalTo(0L));
    assertThat(
        Replay.of(parked).run(store, target).refused(),
        equalTo(Map.of("it is parked, and was tried as often as is allowed", 1L)));
    assertThat(Replay.of(parked).withMaxAttempts(6).run(store, target).delivered(), equalTo(1L));
  }

  @Test
  public void edit_mendsOrRefuses() throws Exception {
    store.add(letter("a", 1, "{\"n\":1}"));
    store.add(letter("b", 1, "{}"));
    store.add(letter("c", 1, "no JSON"));
    ReplayResult result =
        Replay.of(LetterFilter.all()).withEdit(LetterEdit.none().set("n", "5")).run(store, target);
    assertThat(payloads(), contains("{\"n\":5}", "{\"n\":5}"));
    assertThat(result.added(), equalTo(Map.of("n", 1L)));
    assertThat(result.refused(), equalTo(Map.of("its payload is no object of JSON", 1L)));
    assertThat(store.statuses.get("c"), equalTo(null));
  }

  @Test
  public void dryRun_doesNothing() throws Exception {
    store.add(letter("a", 1, "{\"n\":1}"));
    store.add(letter("b", 5, "{\"n\":2}"));
    ReplayResult result = Replay.of(LetterFilter.all()).dryRun(store, target);
    assertThat(
        result, equalTo(new ReplayResult(null, 1, 0, 1, 0, Map.of(), Map.of(), Map.of(), 3)));
    assertThat(delivered, empty());
    assertThat(store.statuses, anEmptyMap());
  }

  @Test
  public void manyLetters_areCommittedInParts_andGoneOnWithWhereItFailed() throws Exception {
    for (int i = 0; i < 1_201; i++) {
      store.add(letter("letter " + i, 1, "{}"));
    }
    fails = 2;
    assertThrows(IOException.class, () -> Replay.of(LetterFilter.all()).run(store, target));
    assertThat(flushes, contains(500, 500));
    fails = Integer.MAX_VALUE;
    assertThat(Replay.of(LetterFilter.all()).run(store, target).delivered(), equalTo(201L));
    assertThat(delivered.stream().map(ReplayRecord::letterId).distinct().count(), equalTo(1_201L));
  }

  @Test
  public void largeLetters_areCommittedBeforeTheyFillTheMemory() throws Exception {
    String large = "x".repeat(Replay.COMMIT_BYTES / 4);
    for (int i = 0; i < 9; i++) {
      store.add(letter("letter " + i, 1, large));
    }
    Replay.of(LetterFilter.all()).run(store, target);
    assertThat(flushes, contains(4, 4, 1));
    assertThat(flushes.get(0), lessThanOrEqualTo(Replay.COMMIT_LETTERS));
  }

  @Test
  public void settings_areCheckedWhenMade() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Replay.of(LetterFilter.all().withStatuses(LetterStatus.REPLAYED)))
            .getMessage(),
        equalTo(
            "of() must not be given a filter that asks for replayed letters: they are delivered"
                + " once. Ask for open, unconfirmed or parked ones."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Replay.of(LetterFilter.all()).withMaxAttempts(1))
            .getMessage(),
        equalTo("withMaxAttempts() must be 2 or more, the first one included, but was: 1"));
  }
}
