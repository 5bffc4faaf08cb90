package io.summerbeam.samples.deadletters;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.json.RowJson;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./summerbeam dead-letters summary}: how many there are, by reason, step and day. */
public final class SummaryCommand extends StoreCommand<StoreOptions> {

  /** The command. */
  public SummaryCommand() {
    super("summary", "how many, by reason, step and day", StoreOptions.class);
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, StoreOptions options, PrintStream out)
      throws IOException {
    Tally tally = new Tally();
    long unreadable;
    try (LetterScan scan = store.scan(filter)) {
      for (StoredLetter found = scan.next(); found != null; found = scan.next()) {
        tally.add(found);
      }
      unreadable = scan.unreadable();
    }
    if (options.isJson()) {
      printJson(store, tally, unreadable, out);
    } else {
      print(store, tally, unreadable, out);
    }
  }

  private static void print(DeadLetterStore store, Tally tally, long unreadable, PrintStream out) {
    out.println(
        Columns.printable(store.toString()) + ": " + Texts.count(tally.all().sum(), "dead letter"));
    if (tally.all().sum() > 0) {
      tally
          .groups()
          .forEach(
              (grouping, groups) -> {
                out.println();
                out.print(table(grouping, groups));
              });
    }
    Texts.unreadable(unreadable).ifPresent(out::println);
  }

  private static String table(Grouping grouping, Map<String, Tally.Counts> groups) {
    Columns columns = new Columns(Set.of(1, 2, 3, 4, 5));
    List<String> header = new ArrayList<>(List.of(grouping.title(), "letters"));
    for (LetterStatus status : LetterStatus.values()) {
      header.add(status.code());
    }
    columns.row(header);
    groups.forEach(
        (group, counts) -> {
          List<String> row = new ArrayList<>(List.of(group, Texts.number(counts.sum())));
          for (LetterStatus status : LetterStatus.values()) {
            row.add(Texts.number(counts.of(status)));
          }
          columns.row(row);
        });
    return columns.text();
  }

  private static void printJson(
      DeadLetterStore store, Tally tally, long unreadable, PrintStream out) throws IOException {
    try (JsonGenerator json = RowJson.generator(out)) {
      json.writeStartObject();
      json.writeStringField("store", store.toString());
      write(tally.all(), json);
      json.writeNumberField("unreadable", unreadable);
      for (Map.Entry<Grouping, Map<String, Tally.Counts>> groups : tally.groups().entrySet()) {
        json.writeObjectFieldStart(groups.getKey().title());
        for (Map.Entry<String, Tally.Counts> group : groups.getValue().entrySet()) {
          json.writeObjectFieldStart(group.getKey());
          write(group.getValue(), json);
          json.writeEndObject();
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    out.println();
  }

  private static void write(Tally.Counts counts, JsonGenerator json) throws IOException {
    json.writeNumberField("letters", counts.sum());
    for (LetterStatus status : LetterStatus.values()) {
      json.writeNumberField(status.code(), counts.of(status));
    }
  }
}
