package io.summerbeam.samples.deadletters;

import io.summerbeam.io.files.FileDeadLetterStore;
import io.summerbeam.io.files.FileReplayTarget;
import io.summerbeam.runners.Launcher;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./summerbeam dead-letters reproduce}: runs the record of one letter through its job again,
 * alone and on the Direct runner, and says where it ends. The store and the results of the job are
 * left alone. For jobs that read files ({@code --input}). In a debugger:
 *
 * <pre>
 * SUMMERBEAM_JAVA_OPTS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005 \
 *     ./summerbeam dead-letters reproduce STORE ID
 * </pre>
 */
public final class ReproduceCommand extends StoreCommand<ReproduceOptions> {

  private final Supplier<Launcher> launcher;

  /**
   * The command.
   *
   * @param launcher has the jobs
   */
  public ReproduceCommand(Supplier<Launcher> launcher) {
    super("reproduce", "run one record through its job again", ReproduceOptions.class);
    this.launcher = launcher;
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
    DeadLetter letter = find(store, filter);
    Path folder = Files.createTempDirectory("summerbeam-reproduce-").toAbsolutePath();
    try {
      reproduce(letter, folder, options, out);
    } finally {
      delete(folder);
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

  private void reproduce(DeadLetter letter, Path folder, ReproduceOptions options, PrintStream out)
      throws IOException {
    Path input = folder.resolve("in");
    write(letter, input);
    Path dead = folder.resolve("dead-letters");
    String job = options.getJob() == null ? letter.pipeline() : options.getJob();
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                String.valueOf(job),
                "--input=" + input.resolve("*.jsonl"),
                "--output=" + folder.resolve("out"),
                "--deadLetters=" + dead));
    if (options.getWith() != null) {
      args.addAll(options.getWith());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = launcher.get().run(args.toArray(new String[0]), err, err);
    if (code != Launcher.OK) {
      String text = said.toString(StandardCharsets.UTF_8).strip();
      if (code == Launcher.USAGE) {
        throw new UsageException(text);
      }
      throw new IllegalStateException("The job failed. " + text);
    }
    tell(letter, again(dead), options.isShowPayload(), out);
  }

  private static void write(DeadLetter letter, Path input) throws IOException {
    FileReplayTarget target = FileReplayTarget.to(input.toString());
    // It goes nowhere: what a step makes of a record that is masked may be seen.
    ReplayRecord record = ReplayRecord.of(letter).withoutMaskedMark();
    String refusal = target.refusal(record);
    if (refusal != null) {
      throw new UsageException(
          "The dead letter " + letter.id() + " cannot be reproduced: " + refusal + ".");
    }
    try (ReplayWriter writer = target.open()) {
      writer.write(record);
      writer.flush();
    }
  }

  private static @Nullable DeadLetter again(Path dead) throws IOException {
    try (DeadLetterStore store = FileDeadLetterStore.in(dead.toString());
        LetterScan scan = store.scan(LetterFilter.all())) {
      StoredLetter found = scan.next();
      return found == null ? null : found.letter();
    }
  }

  private static void tell(
      DeadLetter letter, @Nullable DeadLetter again, boolean withData, PrintStream out) {
    Columns columns = new Columns(Set.of());
    columns.row(line("it failed", letter, withData));
    columns.row(again == null ? List.of("now", "it passes", "", "") : line("now", again, withData));
    out.print(columns.text());
  }

  private static List<String> line(String when, DeadLetter letter, boolean withData) {
    return List.of(
        when,
        "in " + letter.step(),
        letter.reason(),
        withData ? letter.message() : letter.ownMessage());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
