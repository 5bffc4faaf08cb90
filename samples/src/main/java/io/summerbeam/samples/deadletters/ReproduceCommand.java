package io.summerbeam.samples.deadletters;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.runners.Launcher;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./summerbeam dead-letters reproduce}: runs the record of one letter through its job again,
 * alone and on the Direct runner, and says where it ends. The store and the results of the job are
 * left alone. For jobs that can read files ({@code --input}), wherever the record came from: of a
 * payload that is no JSON they read the row, where {@code --format} says how. A payload that is
 * masked runs as it is, and the output says so.
 *
 * <p>With {@code --debugPort=5005} it runs in a JVM of its own, which waits for a debugger; what
 * the job prints is passed on, and so is how it ends.
 */
public final class ReproduceCommand extends StoreCommand<ReproduceOptions> {

  private final Supplier<Launcher> launcher;
  private final Class<?> main;
  private final PrintStream err;

  /**
   * The command.
   *
   * @param launcher has the jobs
   * @param main starts the same launcher in a process of its own
   * @param err gets what the job prints for a debugger where the output is for programs
   */
  public ReproduceCommand(Supplier<Launcher> launcher, Class<?> main, PrintStream err) {
    super("reproduce", "run one record through its job again", ReproduceOptions.class);
    this.launcher = launcher;
    this.main = main;
    this.err = err;
  }

  @Override
  public List<String> operands() {
    return List.of("store", "id");
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, ReproduceOptions options, PrintStream out)
      throws IOException {
    if (filter.ids().size() != 1) {
      throw new UsageException("reproduce needs the id of one dead letter: STORE ID");
    }
    Integer port = options.getDebugPort();
    DebuggedJvm debugged = port == null ? null : DebuggedJvm.of(main, port);
    DeadLetter letter = find(store, filter);
    try (RecordRun record = RecordRun.of(letter, options)) {
      String job = options.getJob() == null ? letter.pipeline() : options.getJob();
      List<String> with = options.getWith() == null ? List.of() : options.getWith();
      List<String> arguments = record.arguments(String.valueOf(job), with);
      if (debugged == null) {
        runHere(arguments);
      } else {
        PrintStream printed = options.isJson() ? err : out;
        refuseFailure(debugged.run(arguments, record, printed), "What it printed says why.");
      }
      if (options.isJson()) {
        printJson(letter, record.again(), options.isShowPayload(), out);
      } else {
        print(letter, record.again(), options.isShowPayload(), out);
      }
    }
  }

  private static DeadLetter find(DeadLetterStore store, LetterFilter filter) throws IOException {
    try (LetterScan scan = store.scan(filter)) {
      StoredLetter found = scan.next();
      if (found == null) {
        throw Refusals.noneFound(store);
      }
      return found.letter();
    }
  }

  private void runHere(List<String> arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = launcher.get().run(arguments.toArray(new String[0]), to, to);
    refuseFailure(code, said.toString(StandardCharsets.UTF_8).strip());
  }

  private static void refuseFailure(int code, String why) {
    if (code == Launcher.USAGE) {
      throw new UsageException(why);
    }
    if (code != Launcher.OK) {
      throw new IllegalStateException(
          "The job failed" + (code == Launcher.FAILED ? ". " : " (code " + code + "). ") + why);
    }
  }

  private static void print(
      DeadLetter letter, @Nullable DeadLetter again, boolean withData, PrintStream out) {
    Columns columns = new Columns(Set.of());
    columns.row(line("it failed", letter, withData));
    columns.row(again == null ? List.of("now", "it passes", "", "") : line("now", again, withData));
    out.print(columns.text());
    if (ReplayRecord.of(letter).isMasked()) {
      out.println(
          "The payload is masked: where a step looks at a masked field, the record itself may end"
              + " otherwise."
              + (letter.source() == null
                  ? ""
                  : " It came from " + Columns.printable(letter.source().toString()) + "."));
    }
  }

  private static List<String> line(String when, DeadLetter letter, boolean withData) {
    return List.of(when, "in " + letter.step(), letter.reason(), message(letter, withData));
  }

  private static void printJson(
      DeadLetter letter, @Nullable DeadLetter again, boolean withData, PrintStream out)
      throws IOException {
    try (JsonGenerator json = RowJson.generator(out)) {
      json.writeStartObject();
      json.writeStringField("id", letter.id());
      write("then", letter, withData, json);
      write("now", again, withData, json);
      json.writeBooleanField("masked", ReplayRecord.of(letter).isMasked());
      json.writeEndObject();
    }
    out.println();
  }

  private static void write(
      String name, @Nullable DeadLetter letter, boolean withData, JsonGenerator json)
      throws IOException {
    if (letter == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("step", letter.step());
    json.writeStringField("reason", letter.reason());
    json.writeStringField("message", message(letter, withData));
    json.writeEndObject();
  }

  private static String message(DeadLetter letter, boolean withData) {
    return withData ? letter.message() : letter.ownMessage();
  }
}
