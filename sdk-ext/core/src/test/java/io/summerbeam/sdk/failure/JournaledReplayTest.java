package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JournaledReplayTest {

  private final List<String> events = new ArrayList<>();
  private final Map<String, LetterStatus> noted = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private boolean broken;

  private final LetterJournal journal =
      new LetterJournal() {
        @Override
        public LetterStatus status(DeadLetter letter) {
          return noted.getOrDefault(letter.id() + letter.attempts(), LetterStatus.OPEN);
        }

        @Override
        public void write(Collection<DeadLetter> letters, LetterStatus status) {
          for (DeadLetter letter : letters) {
            noted.put(letter.id() + letter.attempts(), status);
            events.add(letter.id() + " " + status.code());
          }
        }

        @Override
        public void close() {
          events.add("journal closed");
        }
      };

  private final ReplayWriter writer =
      new ReplayWriter() {
        private final List<RefusedRecord> held = new ArrayList<>();

        @Override
        public void write(ReplayRecord record) {
          if (refused.contains(record.letterId() + record.headers().get(ReplayHeaders.ATTEMPTS))) {
            held.add(new RefusedRecord(record, "too large"));
          } else {
            events.add(record.letterId() + " written");
          }
        }

        @Override
        public List<RefusedRecord> flush() throws IOException {
          if (broken) {
            throw new IOException("The target is away.");
          }
          events.add("flushed");
          List<RefusedRecord> all = List.copyOf(held);
          held.clear();
          return all;
        }

        @Override
        public void close() {
          events.add("writer closed");
        }
      };

  /** A target for tests; lambdas are serializable here, and are not serialized. */
  private interface Target extends ReplayTarget {}

  private JournaledReplay open() throws IOException {
    Target target = () -> writer;
    return JournaledReplay.open(journal, target);
  }

  private static boolean deliver(ReplaySession session, DeadLetter letter) throws IOException {
    return session.deliver(letter, ReplayRecord.of(letter));
  }

  @Test
  public void commit_notesTheClaimDeliversAndConfirms() throws Exception {
    try (JournaledReplay session = open()) {
      assertThat(session.delivery(), equalTo(ReplayDelivery.AT_LEAST_ONCE));
      assertThat(deliver(session, Letters.of("a")), equalTo(true));
      assertThat(session.park(Letters.of("b")), equalTo(true));
      assertThat("nothing before the commit", events, empty());
      session.commit();
      session.commit();
    }
    assertThat(
        events,
        contains(
            "b parked",
            "a unconfirmed",
            "a written",
            "flushed",
            "a replayed",
            "writer closed",
            "journal closed"));
  }

  @Test
  public void copies_areDeliveredOnce() throws Exception {
    try (JournaledReplay session = open()) {
      assertThat(deliver(session, Letters.of("a")), equalTo(true));
      assertThat("before the commit", deliver(session, Letters.of("a")), equalTo(false));
      session.commit();
      assertThat("behind it", deliver(session, Letters.of("a")), equalTo(false));
      assertThat(session.park(Letters.of("a")), equalTo(false));
      DeadLetter failedAgain = Letters.of("a").toBuilder().setAttempts(2).build();
      assertThat("it failed again", deliver(session, failedAgain), equalTo(true));
      session.commit();
    }
    assertThat(events.stream().filter("a written"::equals).count(), equalTo(2L));
  }

  @Test
  public void interrupted_isUnconfirmedAndDeliveredAgain() throws Exception {
    broken = true;
    try (JournaledReplay session = open()) {
      deliver(session, Letters.of("a"));
      assertThat(
          assertThrows(IOException.class, session::commit).getMessage(),
          equalTo("The target is away."));
    }
    assertThat(journal.status(Letters.of("a")), equalTo(LetterStatus.UNCONFIRMED));
    broken = false;
    try (JournaledReplay session = open()) {
      assertThat(deliver(session, Letters.of("a")), equalTo(true));
      session.commit();
    }
    assertThat(journal.status(Letters.of("a")), equalTo(LetterStatus.REPLAYED));
  }

  @Test
  public void refused_holdsUpNoOtherAndIsAsItWas() throws Exception {
    noted.put("b1", LetterStatus.PARKED);
    noted.put("c1", LetterStatus.UNCONFIRMED);
    refused.addAll(Set.of("a1", "b1", "c1"));
    // Of the same id as one that is refused.
    DeadLetter again = Letters.of("a").toBuilder().setAttempts(2).build();
    try (JournaledReplay session = open()) {
      for (String id : List.of("a", "b", "c", "d")) {
        assertThat(deliver(session, Letters.of(id)), equalTo(true));
      }
      assertThat(deliver(session, again), equalTo(true));
      assertThat(
          session.commit(),
          equalTo(
              List.of(
                  new RefusedRecord(ReplayRecord.of(Letters.of("a")), "too large"),
                  new RefusedRecord(ReplayRecord.of(Letters.of("b")), "too large"),
                  new RefusedRecord(ReplayRecord.of(Letters.of("c")), "too large"))));
      assertThat(session.commit(), empty());
      refused.clear();
      assertThat("it is to be had again", deliver(session, Letters.of("a")), equalTo(true));
    }
    assertThat(
        noted,
        equalTo(
            Map.of(
                "a1", LetterStatus.OPEN,
                "b1", LetterStatus.PARKED,
                "c1", LetterStatus.UNCONFIRMED,
                "d1", LetterStatus.REPLAYED,
                "a2", LetterStatus.REPLAYED)));
  }

  @Test
  public void parked_canBeDeliveredAndNotParkedAgain() throws Exception {
    try (JournaledReplay session = open()) {
      session.park(Letters.of("a"));
      session.commit();
      assertThat(session.park(Letters.of("a")), equalTo(false));
      assertThat(deliver(session, Letters.of("a")), equalTo(true));
      session.commit();
    }
    assertThat(journal.status(Letters.of("a")), equalTo(LetterStatus.REPLAYED));
  }

  @Test
  public void closedWithoutACommit_nothingHappened() throws Exception {
    try (JournaledReplay session = open()) {
      deliver(session, Letters.of("a"));
    }
    assertThat(events, contains("writer closed", "journal closed"));
  }

  @Test
  public void targetThatCannotBeOpened_givesTheJournalBack() {
    Target away =
        () -> {
          throw new IOException("The target is away.");
        };
    assertThrows(IOException.class, () -> JournaledReplay.open(journal, away));
    assertThat(events, contains("journal closed"));
  }
}
