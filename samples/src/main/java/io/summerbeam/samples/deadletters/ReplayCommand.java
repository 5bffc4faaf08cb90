package io.summerbeam.samples.deadletters;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.runners.PartlyDoneException;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.transforms.deadletter.LetterEdit;
import io.summerbeam.transforms.deadletter.Replay;
import io.summerbeam.transforms.deadletter.ReplayResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./summerbeam dead-letters replay}: brings them back to where a job reads them. */
public final class ReplayCommand extends StoreCommand<ReplayOptions> {

  /** The command. */
  public ReplayCommand() {
    super("replay", "bring them back, mended", ReplayOptions.class);
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, ReplayOptions options, PrintStream out)
      throws IOException {
    Replay replay = replay(filter, options);
    ReplayTarget target = Stores.target(options);
    ReplayResult result =
        options.isDryRun() ? replay.dryRun(store, target) : replay.run(store, target);
    if (options.isJson()) {
      printJson(result, out);
    } else {
      print(result, store, target, out);
    }
    if (result.refusedInAll() > 0) {
      throw new PartlyDoneException(
          Texts.count(result.refusedInAll(), "letter")
              + (options.isDryRun() ? " would be refused." : " refused.")
              + " What is refused stays as it is; the output says which, and why. Mend that, or"
              + " leave it out with --except-id.");
    }
  }

  private static Replay replay(LetterFilter filter, ReplayOptions options) {
    try {
      Replay replay =
          Replay.of(filter).withMaxAttempts(options.getMaxAttempts()).withEdit(edit(options));
      return options.isAllowMasked() ? replay.withMasked() : replay;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static LetterEdit edit(ReplayOptions options) {
    List<String> assignments = options.getSet() == null ? List.of() : options.getSet();
    PayloadEditor payloads = Payloads.editor(options);
    LetterEdit edit = LetterEdit.none();
    if (payloads != null) {
      boolean asRows = Stores.takesRecords(options);
      if (!asRows && assignments.isEmpty()) {
        throw new UsageException(
            "--format is for --set='field=expression', and for a folder or a table: a topic gets"
                + " payloads as they are. Leave it out.");
      }
      edit = asRows ? edit.withRowsOf(payloads) : edit.withPayloads(payloads);
    }
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            "--set must be a field, = and an expression ('distance=66'), but was: " + assignment);
      }
      edit = edit.set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }
    return edit;
  }

  private static void print(
      ReplayResult result, DeadLetterStore store, ReplayTarget target, PrintStream out) {
    ReplayDelivery delivery = result.delivery();
    String from = Columns.printable(store.toString());
    String to = Columns.printable(target.toString());
    out.println(
        delivery == null
            ? from + " to " + to + ": nothing was done. This is what would be:"
            : from + " to " + to + ", delivered " + delivery.words());
    Columns columns = new Columns(Set.of(1));
    columns.row(List.of("  replayed", Texts.number(result.delivered()), ""));
    result
        .added()
        .forEach(
            (field, count) ->
                columns.row(List.of("", Texts.number(count), "had no '" + field + "' before")));
    if (result.superseded() > 0) {
      columns.row(
          List.of(
              "", Texts.number(result.superseded()), "changed nothing: what is there is newer"));
    }
    columns.row(List.of("  parked", Texts.number(result.parked()), ""));
    if (result.passedOver() > 0) {
      columns.row(List.of("  passed over", Texts.number(result.passedOver()), "copies of others"));
    }
    columns.row(List.of("  refused", Texts.number(result.refusedInAll()), ""));
    result.refused().forEach((reason, count) -> refused(result, reason, count, columns));
    out.print(columns.text());
    Texts.unreadable(result.unreadable()).ifPresent(out::println);
  }

  private static void refused(ReplayResult result, String reason, long count, Columns columns) {
    columns.row(List.of("", Texts.number(count), reason));
    List<String> ids = result.refusedIds().getOrDefault(reason, List.of());
    ids.forEach(id -> columns.row(List.of("", "", "  " + id)));
    if (ids.size() < count) {
      columns.row(List.of("", "", "  and " + Texts.number(count - ids.size()) + " more"));
    }
  }

  private static void printJson(ReplayResult result, PrintStream out) throws IOException {
    ReplayDelivery delivery = result.delivery();
    try (JsonGenerator json = RowJson.generator(out)) {
      json.writeStartObject();
      json.writeStringField("delivery", delivery == null ? null : delivery.words());
      json.writeNumberField("replayed", result.delivered());
      json.writeNumberField("superseded", result.superseded());
      json.writeNumberField("parked", result.parked());
      json.writeNumberField("passed_over", result.passedOver());
      write("refused", result.refused(), json);
      writeIds(result.refusedIds(), json);
      write("added", result.added(), json);
      json.writeNumberField("unreadable", result.unreadable());
      json.writeEndObject();
    }
    out.println();
  }

  private static void writeIds(Map<String, List<String>> ids, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("refused_ids");
    for (Map.Entry<String, List<String>> each : ids.entrySet()) {
      json.writeArrayFieldStart(each.getKey());
      for (String id : each.getValue()) {
        json.writeString(id);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(String name, Map<String, Long> counts, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
