package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayUnderWayException;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class FileDeadLetterStoreTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static DeadLetter letter(String id) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("flights")
        .setStep("Flights")
        .setReason("malformed")
        .setMessage("it is wrong")
        .setPayload(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private Path dead() {
    return folder.getRoot().toPath().resolve("dead");
  }

  private Path in() {
    return folder.getRoot().toPath().resolve("in");
  }

  private void write(String name, DeadLetter... letters) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (DeadLetter letter : letters) {
      lines.writeBytes(DeadLetterJson.toBytes(letter));
      lines.write('\n');
    }
    Files.createDirectories(dead());
    Files.write(dead().resolve(name), lines.toByteArray());
  }

  private DeadLetterStore store() {
    return FileDeadLetterStore.in(dead().toString());
  }

  private ReplaySession replay() throws IOException {
    return store().replay(FileReplayTarget.to(in().toString()));
  }

  private List<String> scan(LetterFilter filter) throws IOException {
    try (LetterScan scan = store().scan(filter)) {
      return all(scan);
    }
  }

  private static List<String> all(LetterScan scan) throws IOException {
    List<String> found = new ArrayList<>();
    for (StoredLetter each = scan.next(); each != null; each = scan.next()) {
      found.add(each.letter().id() + " " + each.status().code());
    }
    return found;
  }

  private static boolean deliver(ReplaySession session, DeadLetter letter) throws IOException {
    return session.deliver(letter, ReplayRecord.of(letter));
  }

  @Test
  public void scan_givesAllFilesInTheirOrder() throws Exception {
    write("dead-letters-00001-of-00002.jsonl", letter("c"));
    write("dead-letters-00000-of-00002.jsonl", letter("a"), letter("b"));
    write("others.jsonl", letter("d"));
    assertThat(scan(LetterFilter.all()), contains("a open", "b open", "c open"));
    assertThat(scan(LetterFilter.all().withIds("b")), contains("b open"));
  }

  @Test
  public void scan_givesTheVeryLetters() throws Exception {
    write("dead-letters-0.jsonl", letter("a"));
    try (LetterScan scan = store().scan(LetterFilter.all())) {
      assertThat(scan.next().letter(), equalTo(letter("a")));
      assertThat(scan.next(), nullValue());
      assertThat(scan.next(), nullValue());
    }
  }

  @Test
  public void whatIsNoLetter_isCounted() throws Exception {
    write("dead-letters-0.jsonl", letter("a"));
    Files.writeString(
        dead().resolve("dead-letters-0.jsonl"), "\n{}\nno letter", StandardOpenOption.APPEND);
    write("dead-letters-1.jsonl", letter("b"));
    try (LetterScan scan = store().scan(LetterFilter.all())) {
      assertThat(all(scan), contains("a open", "b open"));
      assertThat(scan.unreadable(), equalTo(2L));
    }
  }

  @Test
  public void folderWithoutLetters_isRefused() throws Exception {
    Files.createDirectories(dead());
    assertThat(
        assertThrows(IOException.class, () -> scan(LetterFilter.all())).getMessage(),
        equalTo(dead() + " has no dead letters: there is no dead-letters-*.jsonl in it."));
    assertThrows(IllegalArgumentException.class, () -> FileDeadLetterStore.in(""));
  }

  @Test
  public void replayed_isInTheTargetAndNotOpen() throws Exception {
    write("dead-letters-0.jsonl", letter("a"), letter("b"), letter("c"));
    try (ReplaySession session = replay()) {
      assertThat(session.delivery(), equalTo(ReplayDelivery.AT_LEAST_ONCE));
      deliver(session, letter("a"));
      deliver(session, letter("b"));
      session.park(letter("c"));
      session.commit();
    }
    assertThat(scan(LetterFilter.all()), contains("a replayed", "b replayed", "c parked"));
    assertThat(scan(LetterFilter.all().withStatuses(LetterStatus.OPEN)), empty());
    assertThat(Directory.lines(in()), contains("{\"id\":\"a\"}", "{\"id\":\"b\"}"));
    try (ReplaySession session = replay()) {
      assertThat(deliver(session, letter("a")), equalTo(false));
    }
  }

  @Test
  public void failedAgain_isOpen() throws Exception {
    DeadLetter again = letter("a").toBuilder().setAttempts(2).build();
    write("dead-letters-0.jsonl", letter("a"), again);
    try (ReplaySession session = replay()) {
      deliver(session, letter("a"));
      session.commit();
    }
    assertThat(scan(LetterFilter.all()), contains("a replayed", "a open"));
  }

  /** As a process is that was killed: nothing is confirmed, and the last line is not whole. */
  @Test
  public void killedBetweenClaimAndConfirmation_isGoneOnWith() throws Exception {
    write("dead-letters-0.jsonl", letter("a"), letter("b"), letter("c"));
    ReplayTarget dies =
        () -> {
          throw new IOException("The process is killed.");
        };
    try (ReplaySession session = replay()) {
      deliver(session, letter("a"));
      session.commit();
    }
    Path journal = dead().resolve(FileDeadLetterStore.JOURNAL);
    Files.writeString(
        journal,
        "{\"id\":\"b\",\"attempts\":1,\"status\":\"unconfirmed\",\"time\":\"2001-01-01T00:00:00Z\"}\n"
            + "{\"id\":\"c\",\"attempts\":1,\"sta",
        StandardOpenOption.APPEND);
    assertThat(scan(LetterFilter.all()), contains("a replayed", "b unconfirmed", "c open"));
    assertThrows(IOException.class, () -> store().replay(dies));

    try (ReplaySession session = replay()) {
      assertThat(deliver(session, letter("a")), equalTo(false));
      assertThat(deliver(session, letter("b")), equalTo(true));
      assertThat(deliver(session, letter("c")), equalTo(true));
      session.commit();
    }
    assertThat(scan(LetterFilter.all()), contains("a replayed", "b replayed", "c replayed"));
    assertThat(
        Directory.lines(in()).stream().sorted().toList(),
        contains("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}"));
  }

  @Test
  public void journalThatIsDamaged_isRefused() throws Exception {
    write("dead-letters-0.jsonl", letter("a"));
    Path journal = dead().resolve(FileDeadLetterStore.JOURNAL);
    Files.writeString(
        journal,
        "{\"id\":\"a\",\"attem\n{\"id\":\"a\",\"attempts\":1,\"status\":\"replayed\",\"time\":\"\"}\n");
    assertThat(
        assertThrows(IOException.class, () -> scan(LetterFilter.all())).getMessage(),
        startsWith(journal + " is no journal of replays: its line 1 is none."));
    assertThrows(IOException.class, this::replay);
  }

  @Test
  public void twoReplaysAtOnce_theSecondIsRefused() throws Exception {
    write("dead-letters-0.jsonl", letter("a"));
    try (ReplaySession session = replay()) {
      assertThat(
          assertThrows(ReplayUnderWayException.class, this::replay).getMessage(),
          equalTo("Another replay of " + dead() + " is under way. Wait for its end."));
      deliver(session, letter("a"));
      session.commit();
    }
    replay().close();
  }

  @Test
  public void follow_givesWhatIsWrittenFromNowOn() throws Exception {
    write("dead-letters-0.jsonl", letter("a"));
    try (LetterScan scan = store().follow(LetterFilter.all().withIds("c", "d"))) {
      assertThat(scan.next(), nullValue());
      write("dead-letters-1.jsonl", letter("b"), letter("c"));
      assertThat(all(scan), contains("c open"));
      assertThat(scan.next(), nullValue());
      write("dead-letters-2.jsonl", letter("d"));
      assertThat(all(scan), contains("d open"));
    }
  }
}
