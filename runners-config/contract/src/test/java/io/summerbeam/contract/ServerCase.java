package io.summerbeam.contract;

import io.summerbeam.io.jdbc.JdbcDeadLetterStore;
import io.summerbeam.io.jdbc.JdbcDeadLetters;
import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.io.kafka.KafkaDeadLetterStore;
import io.summerbeam.io.kafka.KafkaDeadLetters;
import io.summerbeam.io.kafka.KafkaRetries;
import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.transforms.validate.Validate;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/** What is done with a broker or a database. */
enum ServerCase implements ServedCase {
  READ_BOUNDED("KafkaRows.read, bounded", false, FedRecords.lines()) {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return FedRecords.read(pipeline, FedRecords.reading(places.connection()).bounded());
    }
  },
  READ("KafkaRows.read", true, FedRecords.lines()) {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return FedRecords.read(pipeline, FedRecords.reading(places.connection()));
    }
  },
  // The broker refuses a record without a key, the client one of before 1970.
  WRITE(
      "KafkaRows.write",
      false,
      "2001-01-01T00:00:00Z 1={\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z 2={\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z 1={\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:00:00Z -3={\"key\":\"b\",\"n\":-3,\"m\":2}",
      "2001-01-01T23:30:00Z KafkaRows.write sink_rejected {\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}") {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return ServerLines.rejected(
          pipeline,
          dead ->
              input
                  .apply(pipeline)
                  .apply(
                      KafkaRows.write(places.connection(), places.nameOf(this))
                          .withKeyFields("n")
                          .withDeadLetters(dead)));
    }

    @Override
    public List<String> found(ServerPlaces places) {
      return places.records(places.nameOf(this));
    }
  },
  EXACTLY_ONCE(
      "KafkaRows.write, exactlyOnce (with checkpoints)",
      true,
      "2001-01-01T00:00:00Z a={\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z a={\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z a={\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:00:00Z b={\"key\":\"b\",\"n\":-3,\"m\":2}",
      "2001-01-01T23:30:00Z b={\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z KafkaRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}") {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return ServerLines.rejected(
          pipeline,
          dead ->
              input
                  .apply(pipeline)
                  .apply(
                      KafkaRows.write(places.connection(), places.nameOf(this))
                          .withKeyFields("key")
                          .exactlyOnce(places.nameOf(this), 1)
                          .withDeadLetters(dead)));
    }

    @Override
    public List<String> found(ServerPlaces places) {
      return places.records(places.nameOf(this));
    }
  },
  KAFKA_LETTERS("KafkaDeadLetters", false, Validated.LINES) {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return Validated.build(
          input.apply(pipeline), KafkaDeadLetters.to(places.connection(), places.nameOf(this)));
    }

    @Override
    public List<String> found(ServerPlaces places) throws IOException {
      return ServerLines.of(KafkaDeadLetterStore.of(places.connection(), places.nameOf(this)));
    }
  },
  // What is never answered is a dead letter after the second retry, with three attempts.
  RETRIES(
      "KafkaRetries",
      true,
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T23:30:00Z {\"key\":\"b\",\"n\":null,\"m\":2}",
      "2001-01-01T03:00:00Z KafkaRows.read malformed {\"key\":\"d\",\"n\": fed partition 2 (offset"
          + " 1)",
      "2001-01-01T23:00:00Z Call lookup_failed {\"key\":\"b\",\"n\":-3,\"m\":2} fed partition 2"
          + " (offset 2)",
      "1970-01-01T00:00:00Z Call lookup_failed {\"key\":\"c\",\"n\":7,\"m\":null} fed partition 0"
          + " (offset 3) attempts 3") {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      KafkaRetries retries =
          KafkaRetries.through(places.connection(), places.nameOf(this))
              .after(Duration.ofMillis(500), Duration.ofSeconds(1))
              .orElse(KafkaDeadLetters.to(places.connection(), places.nameOf(this)));
      try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(retries)) {
        return PCollectionList.of(
            ServerLines.of(
                PCollectionList.of(
                        pipeline.apply(
                            "Fresh",
                            KafkaRows.read(places.connection(), FedRecords.TOPIC)
                                .withSchema(ContractCase.INPUT)
                                .withDeadLetters(dead)))
                    .and(
                        pipeline.apply(
                            "Again",
                            retries.read().withSchema(ContractCase.INPUT).withDeadLetters(dead)))
                    .apply("Both", Flatten.pCollections())
                    .apply(Steps.of(new RetriedStep()).withDeadLetters(dead))));
      }
    }

    @Override
    public List<String> found(ServerPlaces places) throws IOException {
      return ServerLines.of(KafkaDeadLetterStore.of(places.connection(), places.nameOf(this)));
    }
  },
  // One row is there before with another m; the table takes no n that is null or as large as 7.
  UPSERT(
      "JdbcRows.write, upserts",
      false,
      "a 1 1.50",
      "a 2 0.1",
      "b -3 2",
      "2001-01-01T23:30:00Z JdbcRows.write sink_rejected {\"key\":\"b\",\"n\":null,\"m\":2}",
      "1969-12-31T23:59:00Z JdbcRows.write sink_rejected {\"key\":\"c\",\"n\":7,\"m\":null}") {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return ServerLines.rejected(
          pipeline,
          dead ->
              input
                  .apply(pipeline)
                  .apply(
                      JdbcRows.write(places.url())
                          .withCredentials(ServerPlaces.USER, places.password())
                          .into(places.nameOf(this))
                          .upsertingBy("key", "n")
                          .withDeadLetters(dead)));
    }

    @Override
    public List<String> found(ServerPlaces places) throws SQLException {
      return places.rows(places.nameOf(this));
    }
  },
  JDBC_LETTERS("JdbcDeadLetters", false, Validated.LINES) {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return Validated.build(
          input.apply(pipeline),
          JdbcDeadLetters.to(places.url())
              .withCredentials(ServerPlaces.USER, places.password())
              .into(places.nameOf(this)));
    }

    @Override
    public List<String> found(ServerPlaces places) throws IOException, SQLException {
      // The job makes it.
      if (!places.hasTable(places.nameOf(this))) {
        return List.of();
      }
      return ServerLines.of(
          JdbcDeadLetterStore.of(places.url())
              .withCredentials(ServerPlaces.USER, places.password())
              .from(places.nameOf(this)));
    }
  },
  REPLAY("ReplayDeadLetters, of a table into another", false, ReplayedLetters.LINES) {
    @Override
    public PCollectionList<String> build(
        Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
      return PCollectionList.of(
          ServerLines.of(pipeline.apply(new ReplayedLetters(places).replay())));
    }

    @Override
    public List<String> found(ServerPlaces places) throws IOException, SQLException {
      return new ReplayedLetters(places).found();
    }
  };

  private final String title;

  private final boolean endless;
  private final List<String> expected;

  ServerCase(String title, boolean endless, String... expected) {
    this.title = title;
    this.endless = endless;
    this.expected = Stream.of(expected).sorted().toList();
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<String> expected() {
    return expected;
  }

  @Override
  public boolean endless() {
    return endless;
  }

  /** The records, of which two are dead letters. */
  private static final class Validated {

    static final String[] LINES = {
      "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "1969-12-31T23:59:00Z {\"key\":\"c\",\"n\":7,\"m\":null}",
      "2001-01-01T23:00:00Z Validate expectation_failed {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "2001-01-01T23:30:00Z Validate expectation_failed {\"key\":\"b\",\"n\":null,\"m\":2}"
    };

    static PCollectionList<String> build(
        PCollection<Row> input, PTransform<PCollection<DeadLetter>, ? extends POutput> sink) {
      try (DeadLetters dead = DeadLetters.in(input.getPipeline()).writeTo(sink)) {
        return PCollectionList.of(
            ServerLines.of(
                input.apply(Validate.records().expect("positive", "n > 0").withDeadLetters(dead))));
      }
    }
  }
}
