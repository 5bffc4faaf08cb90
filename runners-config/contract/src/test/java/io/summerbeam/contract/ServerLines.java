package io.summerbeam.contract;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/** Rows and dead letters as lines to compare, with their event times. */
final class ServerLines {

  private ServerLines() {}

  static PCollection<String> of(PCollection<Row> rows) {
    return rows.apply("Lines", ParDo.of(new LineFn()));
  }

  /** What a sink does not take. */
  static PCollectionList<String> rejected(Pipeline pipeline, Consumer<DeadLetters> write) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      write.accept(dead);
    }
    return PCollectionList.of(of(dead));
  }

  /** Of dead letters that were collected. */
  static PCollection<String> of(DeadLetters dead) {
    return dead.collection()
        .apply("DeadLines", MapElements.into(TypeDescriptors.strings()).via(ServerLines::text));
  }

  /** Of dead letters that were collected, whose payloads may be no texts. */
  static PCollection<String> ofBytes(DeadLetters dead) {
    return dead.collection()
        .apply("DeadLines", MapElements.into(TypeDescriptors.strings()).via(ServerLines::bytes));
  }

  /** Of dead letters that were written. */
  static List<String> of(DeadLetterStore store) throws IOException {
    List<String> lines = new ArrayList<>();
    try (store;
        LetterScan scan = store.scan(LetterFilter.all())) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        lines.add(text(next.letter()));
      }
    }
    return lines;
  }

  /** Of a row. */
  static String of(Row row, Instant time) {
    return RowJson.time(time)
        + " "
        + new String(RowJson.toBytesLenient(row), StandardCharsets.UTF_8);
  }

  private static String bytes(DeadLetter letter) {
    return RowJson.time(letter.eventTime())
        + " "
        + letter.step()
        + " "
        + letter.reason()
        + " "
        + letter.payloadFormat()
        + " "
        + HexFormat.of().formatHex(letter.payload())
        + " "
        + letter.source();
  }

  private static String text(DeadLetter letter) {
    Provenance source = letter.source();
    return RowJson.time(letter.eventTime())
        + " "
        + ContractCase.describe(letter)
        + (source == null ? "" : " " + source)
        + (letter.attempts() == 1 ? "" : " attempts " + letter.attempts());
  }

  private static final class LineFn extends DoFn<Row, String> {

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(ServerLines.of(row, time));
    }
  }
}
