package io.summerbeam.contract;

import io.summerbeam.contract.GatedSource.Gated;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.aggregate.SplitLateData;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromChangelog;
import io.summerbeam.transforms.enrich.OnMiss;
import io.summerbeam.transforms.join.JoinWithin;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
 * What there is only on a stream: records that the watermark has passed, results before it has,
 * what waits until it has, and a table that changes meanwhile. In batch there are none.
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
  EARLY_FIRINGS_BY_CLOCK(
      "Aggregate, early firings by the clock, accumulating and discarding",
      new GatedSource(
          4,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          // When both have a result of the first one.
          Gated.of("2001-01-01T10:06:00Z", 2, 2)),
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":1,"
          + "\"pane\":{\"timing\":\"early\",\"index\":0,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":3,"
          + "\"pane\":{\"timing\":\"early\",\"index\":1,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"sum\":3,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":2,\"is_final\":true}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"part\":1}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"part\":2}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      // Where no lateness is allowed, Spark forgets a firing whose time comes between its looking
      // for what is due and its clearing what is over.
      Aggregate hours =
          Aggregate.by("key")
              .over(Windows.fixed(Duration.ofHours(1)))
              .withAllowedLateness(Duration.ofHours(1));
      Firings early = Firings.onTime().earlyEvery(SOON).lateEach();
      return PCollectionList.of(
              lines(
                  "Results",
                  records.apply("Sum", hours.withFirings(early).withPane().sum("n", "sum"))))
          .and(
              lines(
                  "Parts",
                  records.apply("Part", hours.withFirings(early.discarding()).sum("n", "part"))));
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
  LATE_FIRINGS_BY_CLOCK(
      "Aggregate, late firings by the clock, and of hot keys in parts",
      new GatedSource(
          5,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          Gated.of("2001-01-01T11:30:00Z", 2, 0),
          // When all three have a result of its window; two of them have the next before it closes.
          Gated.of("2001-01-01T10:10:00Z", 4, 3)),
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"soon\":1,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":0,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"soon\":5,"
          + "\"pane\":{\"timing\":\"late\",\"index\":1,\"is_final\":false}}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"soon\":2,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":0,\"is_final\":true}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"closing\":1,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":0,\"is_final\":false}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"closing\":5,"
          + "\"pane\":{\"timing\":\"late\",\"index\":1,\"is_final\":true}}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"closing\":2,"
          + "\"pane\":{\"timing\":\"on_time\",\"index\":0,\"is_final\":true}}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"hot\":1}",
      "2001-01-01T10:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T10:00:00Z\","
          + "\"window_end\":\"2001-01-01T11:00:00Z\",\"hot\":5}",
      "2001-01-01T11:59:59.999Z {\"key\":\"a\",\"window_start\":\"2001-01-01T11:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"hot\":2}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      Aggregate hours =
          Aggregate.by("key")
              .over(Windows.fixed(Duration.ofHours(1)))
              .withAllowedLateness(Duration.ofHours(1));
      Aggregate soon = hours.withFirings(Firings.onTime().lateEvery(SOON));
      Aggregate closing = hours.withFirings(Firings.onTime().lateEvery(Duration.ofHours(1)));
      return PCollectionList.of(
              lines("SoonLines", records.apply("Soon", soon.withPane().sum("n", "soon"))))
          .and(
              lines(
                  "ClosingLines", records.apply("Closing", closing.withPane().sum("n", "closing"))))
          .and(lines("HotLines", records.apply("Hot", soon.withHotKeyFanout(2).sum("n", "hot"))));
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
  },
  CHANGING_TABLE(
      "Enrich from a changelog, as the watermark moves",
      new GatedSource(
          11,
          Gated.other("2001-01-01T10:00:00Z", 1, 0),
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          Gated.other("2001-01-01T10:10:00Z", 2, 0),
          Gated.of("2001-01-01T10:10:00Z", 2, 0),
          Gated.of("2001-01-01T10:15:00Z", 3, 0),
          // When the first two have left that do not wait: too late for one, in time for the other.
          Gated.other("2001-01-01T10:02:00Z", 3, 2),
          // Of the time of the third, which has not left: the watermark is not past it.
          Gated.other("2001-01-01T10:15:00Z", 4, 2),
          Gated.deleted("2001-01-01T10:20:00Z", 2),
          Gated.of("2001-01-01T10:20:00Z", 4, 2),
          Gated.other("2001-01-01T10:30:00Z", 5, 2),
          Gated.of("2001-01-01T10:35:00Z", 5, 2),
          // Late, when the next two have left.
          Gated.of("2001-01-01T10:07:00Z", 6, 4),
          // With it those of before half past have waited long enough.
          Gated.of("2001-01-01T11:00:00Z", 7, 4)),
      "2001-01-01T10:05:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"at_once\":1}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"at_once\":2}",
      "2001-01-01T10:15:00Z {\"key\":\"a\",\"n\":3,\"m\":null,\"at_once\":4}",
      "2001-01-01T10:20:00Z AtOnce lookup_miss {\"key\":\"a\",\"n\":4,\"m\":null}",
      "2001-01-01T10:35:00Z {\"key\":\"a\",\"n\":5,\"m\":null,\"at_once\":5}",
      "2001-01-01T10:07:00Z {\"key\":\"a\",\"n\":6,\"m\":null,\"at_once\":3}",
      "2001-01-01T11:00:00Z {\"key\":\"a\",\"n\":7,\"m\":null,\"at_once\":5}",
      "2001-01-01T10:05:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"waited\":3}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"waited\":2}",
      "2001-01-01T10:15:00Z {\"key\":\"a\",\"n\":3,\"m\":null,\"waited\":4}",
      "2001-01-01T10:20:00Z Waited lookup_miss {\"key\":\"a\",\"n\":4,\"m\":null}",
      "2001-01-01T10:35:00Z {\"key\":\"a\",\"n\":5,\"m\":null,\"waited\":5}",
      "2001-01-01T10:07:00Z {\"key\":\"a\",\"n\":6,\"m\":null,\"waited\":3}",
      "2001-01-01T11:00:00Z {\"key\":\"a\",\"n\":7,\"m\":null,\"waited\":5}") {
    @Override
    PCollectionList<String> build(PCollection<Row> both) {
      return enriched(both, table -> table.withHistory(Duration.ofHours(1)));
    }
  },
  CHANGING_TABLE_IN_WINDOWS(
      "Enrich from a changelog, in windows, as the watermark moves",
      new GatedSource(
          8,
          Gated.other("2001-01-01T10:00:00Z", 1, 0),
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          Gated.other("2001-01-01T10:10:00Z", 2, 0),
          Gated.of("2001-01-01T10:10:00Z", 2, 0),
          Gated.deleted("2001-01-01T10:20:00Z", 0),
          Gated.of("2001-01-01T10:25:00Z", 3, 0),
          Gated.other("2001-01-01T11:05:00Z", 4, 0),
          Gated.of("2001-01-01T11:10:00Z", 4, 0),
          // When the first three have left that do not wait: too late for one, in time for another.
          Gated.other("2001-01-01T10:02:00Z", 3, 3),
          Gated.of("2001-01-01T12:40:00Z", 5, 3),
          // When all but the last have left: too late for its own window, in time for the next.
          Gated.other("2001-01-01T11:06:00Z", 5, 8)),
      "2001-01-01T10:05:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"at_once\":1}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"at_once\":2}",
      "2001-01-01T10:25:00Z AtOnce lookup_miss {\"key\":\"a\",\"n\":3,\"m\":null}",
      "2001-01-01T11:10:00Z {\"key\":\"a\",\"n\":4,\"m\":null,\"at_once\":4}",
      "2001-01-01T12:40:00Z {\"key\":\"a\",\"n\":5,\"m\":null,\"at_once\":5}",
      "2001-01-01T10:05:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"waited\":3}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"waited\":2}",
      "2001-01-01T10:25:00Z Waited lookup_miss {\"key\":\"a\",\"n\":3,\"m\":null}",
      "2001-01-01T11:10:00Z {\"key\":\"a\",\"n\":4,\"m\":null,\"waited\":4}",
      "2001-01-01T12:40:00Z {\"key\":\"a\",\"n\":5,\"m\":null,\"waited\":5}") {
    @Override
    PCollectionList<String> build(PCollection<Row> both) {
      return enriched(
          both, table -> table.withTtl(Duration.ofHours(4)).inWindows(Duration.ofHours(1)));
    }
  },
  JOINED_STREAMS(
      "JoinWithin, as the watermark moves",
      new GatedSource(
          10,
          Gated.other("2001-01-01T09:55:00Z", 1, 0),
          Gated.of("2001-01-01T10:00:00Z", 1, 0),
          Gated.other("2001-01-01T10:10:00Z", 2, 0),
          Gated.of("2001-01-01T10:10:00Z", 2, 0),
          Gated.of("2001-01-01T10:20:00Z", 3, 0),
          // When the pairs have left, and who was first and alone.
          Gated.of("2001-01-01T10:55:00Z", 4, 5),
          // When the third has left alone, where no lateness is allowed: its partner.
          Gated.other("2001-01-01T10:45:00Z", 3, 6),
          Gated.other("2001-01-01T11:00:00Z", 4, 6),
          Gated.of("2001-01-01T12:00:00Z", 5, 6)),
      "2001-01-01T09:55:00Z {\"key\":null,\"n\":null,\"m\":null,\"paid\":1}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"paid\":2}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"paid\":2}",
      "2001-01-01T10:20:00Z {\"key\":\"a\",\"n\":3,\"m\":null,\"paid\":null}",
      "2001-01-01T10:45:00Z {\"key\":null,\"n\":null,\"m\":null,\"paid\":3}",
      "2001-01-01T11:00:00Z {\"key\":\"a\",\"n\":4,\"m\":null,\"paid\":4}",
      "2001-01-01T12:00:00Z {\"key\":\"a\",\"n\":5,\"m\":null,\"paid\":null}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":1,\"m\":null,\"late\":2}",
      "2001-01-01T10:10:00Z {\"key\":\"a\",\"n\":2,\"m\":null,\"late\":2}",
      "2001-01-01T10:45:00Z {\"key\":\"a\",\"n\":3,\"m\":null,\"late\":3}",
      "2001-01-01T11:00:00Z {\"key\":\"a\",\"n\":4,\"m\":null,\"late\":4}",
      "2001-01-01T12:00:00Z JoinWithin lookup_miss {\"key\":\"a\",\"n\":5,\"m\":null}") {
    @Override
    PCollectionList<String> build(PCollection<Row> both) {
      DeadLetters dead = DeadLetters.in(both.getPipeline()).collect();
      PCollection<Row> orders = GatedSource.ones(both);
      JoinWithin payments =
          JoinWithin.with(GatedSource.others(both))
              .on("key")
              .within(Duration.ZERO, Duration.ofMinutes(30));
      PCollection<Row> full = orders.apply("Full", payments.full().take("m", "paid"));
      PCollection<Row> inner;
      try (dead) {
        inner =
            orders.apply(
                "Inner",
                payments
                    .take("m", "late")
                    .withAllowedLateness(Duration.ofHours(1))
                    .withDeadLetters(dead));
      }
      return PCollectionList.of(lines("FullLines", full))
          .and(lines("InnerLines", inner))
          .and(ServerLines.of(dead));
    }
  },
  UPDATES(
      "DropDuplicates, updates as they come, the duplicates as an output",
      new GatedSource(
          6,
          Gated.of("2001-01-01T10:05:00Z", 1, 0),
          // Each when the one before has come out.
          Gated.of("2001-01-01T10:00:00Z", 2, 1),
          Gated.of("2001-01-01T10:10:00Z", 3, 2),
          Gated.of("2001-01-01T10:10:00Z", 4, 3),
          Gated.of("2001-01-01T12:00:00Z", 5, 4),
          // Older, but not near.
          Gated.of("2001-01-01T10:30:00Z", 6, 5)),
      "2001-01-01T10:05:00Z {\"output\":\"kept\",\"key\":\"a\",\"n\":1,\"m\":null}",
      "2001-01-01T10:00:00Z {\"output\":\"others\",\"key\":\"a\",\"n\":2,\"m\":null}",
      "2001-01-01T10:10:00Z {\"output\":\"kept\",\"key\":\"a\",\"n\":3,\"m\":null}",
      "2001-01-01T10:10:00Z {\"output\":\"others\",\"key\":\"a\",\"n\":4,\"m\":null}",
      "2001-01-01T12:00:00Z {\"output\":\"kept\",\"key\":\"a\",\"n\":5,\"m\":null}",
      "2001-01-01T10:30:00Z {\"output\":\"kept\",\"key\":\"a\",\"n\":6,\"m\":null}") {
    @Override
    PCollectionList<String> build(PCollection<Row> records) {
      return PCollectionList.of(
          lines(
              "Results",
              ContractCase.keptAndOthers(
                  records.apply(
                      DropDuplicates.by("key")
                          .within(Duration.ofHours(1))
                          .keepingUpdates()
                          .keepingDuplicates()))));
    }
  };

  /** So soon that nobody waits for it. */
  private static final Duration SOON = Duration.ofMillis(100);

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

  /**
   * What the records meet in the table of the others: when the watermark has passed them, and half
   * an hour later.
   */
  private static PCollectionList<String> enriched(
      PCollection<Row> both, UnaryOperator<EnrichFromChangelog> settings) {
    DeadLetters dead = DeadLetters.in(both.getPipeline()).collect();
    PCollection<Row> records = GatedSource.ones(both);
    PCollection<Row> atOnce;
    PCollection<Row> waited;
    try (dead) {
      EnrichFromChangelog table =
          settings.apply(
              Enrich.fromChangelog(GatedSource.others(both))
                  .on("key")
                  .withDeleteWhen("m == null")
                  .withDeadLetters(dead));
      atOnce = records.apply("AtOnce", table.take("m", "at_once").withStepName("AtOnce"));
      waited =
          records.apply(
              "Waited",
              table.take("m", "waited").withWait(Duration.ofMinutes(30)).withStepName("Waited"));
    }
    return PCollectionList.of(lines("AtOnceLines", atOnce))
        .and(lines("WaitedLines", waited))
        .and(ServerLines.of(dead));
  }

  private static PCollection<String> lines(String name, PCollection<Row> rows) {
    return rows.apply(name, PTransform.compose(ServerLines::of));
  }
}
