package io.summerbeam.contract;

import io.summerbeam.io.jdbc.JdbcDeadLetterStore;
import io.summerbeam.io.jdbc.JdbcDeadLetters;
import io.summerbeam.io.jdbc.JdbcReplayTarget;
import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.deadletter.Replay;
import io.summerbeam.transforms.deadletter.ReplayDeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Instant;

/** Dead letters in a table, from which they are replayed into another one of the same database. */
final class ReplayedLetters {

  /** What was done, the rows that arrived, and what became of each letter. */
  static final String[] LINES = {
    "-290308-12-21T19:59:05.225Z {\"delivery\":\"once\",\"replayed\":2,\"superseded\":0,\"parked\":1,"
        + "\"passed_over\":0,\"refused\":3,\"unreadable\":0}",
    "a 1 1.50",
    "a 2 0.1",
    "replayed {\"key\":\"a\",\"n\":1,\"m\":1.50}",
    "replayed {\"key\":\"a\",\"n\":2,\"m\":0.1}",
    "open {\"key\":\"b\",\"n\":null,\"m\":2}",
    "open {\"key\":\"c\",\"n\":7,\"m\":null}",
    "open {\"key\":\"d\",\"n\":",
    "parked {\"key\":\"b\",\"n\":-3,\"m\":2}"
  };

  private final ServerPlaces places;
  private final String letters;
  private final String target;

  /** Those of a mode. */
  ReplayedLetters(ServerPlaces places) {
    this.places = places;
    this.letters = places.nameOf(ServerCase.REPLAY);
    this.target = letters + "_target";
  }

  /** The table that takes some of them. */
  String target() {
    return target;
  }

  /** Writes the letters, by a pipeline of this JVM. */
  void write() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.of(
                    letter("{\"key\":\"a\",\"n\":1,\"m\":1.50}", 1),
                    letter("{\"key\":\"a\",\"n\":2,\"m\":0.1}", Replay.DEFAULT_MAX_ATTEMPTS - 1),
                    // The table takes neither.
                    letter("{\"key\":\"b\",\"n\":null,\"m\":2}", 1),
                    letter("{\"key\":\"c\",\"n\":7,\"m\":null}", 1),
                    // Is no row.
                    letter("{\"key\":\"d\",\"n\":", 1),
                    letter("{\"key\":\"b\",\"n\":-3,\"m\":2}", Replay.DEFAULT_MAX_ATTEMPTS))
                .withCoder(DeadLetter.coder()))
        .apply(
            JdbcDeadLetters.to(places.url())
                .withCredentials(ServerPlaces.USER, places.password())
                .into(letters));
    pipeline.run().waitUntilFinish();
  }

  private static DeadLetter letter(String payload, int attempts) {
    return DeadLetter.builder()
        .setId(payload)
        .setPipeline("orders")
        .setStep("JdbcRows.write")
        .setReason("sink_rejected")
        .setMessage("it was refused")
        .setPayload(payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setAttempts(attempts)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  /** Replays them. */
  ReplayDeadLetters replay() {
    String url = places.url();
    KeySource password = places.password();
    String table = letters;
    return ReplayDeadLetters.of(
        () -> store(url, password, table),
        JdbcReplayTarget.into(
            JdbcRows.write(url)
                .withCredentials(ServerPlaces.USER, password)
                .into(target)
                .upsertingBy("key", "n"),
            ContractCase.INPUT));
  }

  private static JdbcDeadLetterStore store(String url, KeySource password, String table) {
    return JdbcDeadLetterStore.of(url).withCredentials(ServerPlaces.USER, password).from(table);
  }

  /** The rows that arrived, and the letters with their statuses. */
  List<String> found() throws IOException, SQLException {
    List<String> lines = new ArrayList<>(places.rows(target));
    try (JdbcDeadLetterStore store = store(places.url(), places.password(), letters);
        LetterScan scan = store.scan(LetterFilter.all())) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        lines.add(
            next.status().code()
                + " "
                + new String(next.letter().payload(), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }
}
