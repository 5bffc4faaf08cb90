package io.summerbeam.contract;

import io.summerbeam.contract.GatedSource.Gated;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.aggregate.SplitLateData;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.OnMiss;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;

/**
 * What there is only on a stream: records that the watermark has passed, results before it has, and
 * a table that changes meanwhile. In batch there are none.
 */
enum StreamCase implements ServedCase {
  EARLY_FIRINGS(
      "Aggregate, early firings",
      new GatedSource(
          2,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          // When there is a result of the first one.
          Gated.of("2001-01-01T10:06:00Z", 2, 1)),
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":1,"
          + "\"pane\":{\"timing\":\"early\",\"index\":0,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":3,"
          + "\"pane\":{\"timing\":\"early\",\"index\":1,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":3,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":2,\"is_final\":true}}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      return PCollectionList.of(
          lines(
              "Results",
              records.apply(
                  Aggregate.by("key")
                      .over(Windows.fixed(Duration.ofHours(1)))
                      .withFirings(Firings.onTime().earlyAfter(1))
                      .withPane()
                      .sum("n", "sum"))));
    }
  },
  LATE_FIRINGS(
      "Aggregate, late firings, accumulating and discarding",
      new GatedSource(
          4,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          Gated.of("2001-01-01T11:30:00Z", 2, 0),
          // When both have a result of its window.
          Gated.of("2001-01-01T10:10:00Z", 4, 2)),
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":1}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":5}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"sum\":2}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"part\":1}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"part\":4}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"part\":2}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      Aggregate hours =
          Aggregate.by("key")
              .over(Windows.fixed(Duration.ofHours(1)))
              .withAllowedLateness(Duration.ofHours(1));
      Firings late = Firings.onTime().lateEach();
      return PCollectionList.of(
              lines("Results", records.apply("Sum", hours.withFirings(late).sum("n", "sum"))))
          .and(
              lines(
                  "Parts",
                  records.apply("Part", hours.withFirings(late.discarding()).sum("n", "part"))));
    }
  },
  GLOBAL_WINDOW(
      "Aggregate, the global window, firing early",
      new GatedSource(
          2, Gated.of("2001-01-01T10:05:00Z", 1, 0), Gated.of("2001-01-01T10:06:00Z", 2, 1)),
      "+294247-01-09T04:00:54.775Z {\"key\":\"a\",\"sum\":1}",
      "+294247-01-09T04:00:54.775Z {\"key\":\"a\",\"sum\":3}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      return PCollectionList.of(
          lines(
              "Results",
              records.apply(
                  Aggregate.by("key")
                      .withFirings(Firings.onTime().earlyAfter(1))
                      .sum("n", "sum"))));
    }
  },
  CHANGED_SNAPSHOT(
      "Enrich from a snapshot that has changed",
      new GatedSource(
              2,
              Gated.of("2001-01-01T10:05:00Z", 1, 0),
              // When the copy that there is since the first one is in its place.
              Gated.of("2001-01-01T10:06:00Z", 2, 2))
          // Spark has no instances, and so nothing to refresh, where there are no records.
          .fillingPauses(),
      "2001-01-01T10:05:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"name\":\"first\"}",
      "2001-01-01T10:06:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"name\":\"second\"}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      return PCollectionList.of(
          lines(
              "Results",
              records.apply(
                  Enrich.fromSnapshot(
                          new ContractTables.ChangingNames(source.id()), Duration.ofMillis(100))
                      .on("key", "id")
                      .take("name")
                      .withOnMiss(OnMiss.DROP))));
    }
  },
  LATE_RECORD(
      "Aggregate, a late record as an output and as a dead letter",
      new GatedSource(
          2,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          Gated.of("2001-01-01T11:30:00Z", 2, 0),
          // When there is a result of its window.
          Gated.of("2001-01-01T10:10:00Z", 4, 1)),
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"count\":1,\"sum\":1}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"count\":1,\"sum\":2}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":4,\"m\":null,"
          + "\"window_start\":\"2001-01-01T10:00:00Z\",\"window_end\":\"2001-01-01T11:00:00Z\","
          + "\"lateness_ms\":1800000}",
      "2001-01-01T10:10:00Z Aggregate late {\"key\":\"a\",\"n\":4,\"m\":null}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      DeadLetters dead = DeadLetters.in(records.getPipeline()).collect();
      PCollectionTuple split;
      try (dead) {
        split =
            records.apply(
                Aggregate.by("key")
                    .over(Windows.fixed(Duration.ofHours(1)))
                    .count("count")
                    .sum("n", "sum")
                    .withLateData(dead)
                    .keepingLateData());
      }
      return PCollectionList.of(lines("Results", split.get(SplitLateData.RESULTS)))
          .and(lines("Late", split.get(SplitLateData.LATE)))
          .and(ServerLines.of(dead));
    }
  };

  private final String title;
  final GatedSource source;
  private final List<String> expected;

  StreamCase(String title, GatedSource source, String... expected) {
    this.title = title;
    this.source = source;
    this.expected = Stream.of(expected).sorted().toList();
  }

  abstract PCollectionList<String> build(PCollection<Row> records);

  @Override
  public PCollectionList<String> build(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
    PCollection<Row> records =
        pipeline
            .apply(name(), Read.from(source))
            .setCoder(RowCoder.of(ContractCase.INPUT))
            .setRowSchema(ContractCase.INPUT);
    return source.watching(build(records));
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
    return true;
  }

  private static PCollection<String> lines(String name, PCollection<Row> rows) {
    return rows.apply(name, PTransform.compose(ServerLines::of));
  }
}
