package io.summerbeam.sdk.format.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fuzzes targets, each for some time in a JVM of its own, and keeps of all inputs, old and new, as
 * many as reach all the code that they reach together. It ends with 1 where a target failed; the
 * input is then in the work folder, in {@code TARGET/findings}, and the corpus stays as it was.
 *
 * <p>Arguments: the folder of the corpus, a folder to work in, the seconds for each target; and the
 * names of targets, with commas between them, if not all.
 */
public final class FuzzMain {

  // Small, so that a payload that takes much memory is found out.
  private static final String HEAP = "-Xmx512m";

  // Merging is two JVMs that each run every input once.
  private static final String LITTLE_COMPILING = "-XX:TieredStopAtLevel=1";

  // What is looked at for new ways through the code: ours, and where others read numbers and
  // columns. Of Jackson's parser it is not: a fuzzer would find little but ways to be no JSON.
  private static final String WATCHED =
      "includes=io.summerbeam.sdk.format.*:io.summerbeam.sdk.json.*:com.fasterxml.jackson.core.io.*"
          + ":de.siegmar.fastcsv.reader.*";

  private final Path corpus;
  private final Path work;
  private final long seconds;

  private FuzzMain(Path corpus, Path work, long seconds) {
    this.corpus = corpus;
    this.work = work;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    FuzzMain fuzz = new FuzzMain(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[2]));
    List<String> names =
        args.length < 4 || args[3].isEmpty() ? Targets.names() : List.of(args[3].split(","));
    boolean good = true;
    for (String name : names) {
      good &= fuzz.run(name);
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run(String name) throws IOException, InterruptedException {
    DecoderTarget target = Targets.of(name);
    Path folder = work.resolve(name);
    Path inputs = empty(folder.resolve("inputs"));
    Path merged = empty(folder.resolve("merged"));
    Path findings = empty(folder.resolve("findings"));
    Path kept = Corpus.file(corpus, name);
    List<byte[]> before = Corpus.read(kept).stream().map(Corpus.Kept::input).toList();
    Corpus.unpack(inputs, "kept", before);
    Corpus.unpack(inputs, "seed", target.seeds());
    boolean good =
        fuzzer(
            name,
            folder.resolve("fuzz.log"),
            List.of(HEAP),
            "-max_total_time=" + seconds,
            "-timeout=10",
            "-max_len=4096",
            "-print_final_stats=1",
            "-artifact_prefix=" + findings + "/",
            "--reproducer_path=" + findings,
            inputs.toString());
    if (!good) {
      System.out.println(name + ": FAILED, see " + folder);
      return false;
    }
    if (!fuzzer(
        name,
        folder.resolve("merge.log"),
        List.of(HEAP, LITTLE_COMPILING),
        "-merge=1",
        // How often the same way is taken makes no other input.
        "-use_counters=0",
        merged.toString(),
        inputs.toString())) {
      throw new IOException("The inputs could not be merged, see " + folder);
    }
    List<byte[]> after = Corpus.pack(merged);
    Corpus.write(kept, after, target);
    System.out.println(
        name + ": " + before.size() + " inputs before, " + after.size() + " after, in " + kept);
    return true;
  }

  private boolean fuzzer(String target, Path log, List<String> jvm, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzEntry.class.getName(),
            "--target_args=" + target,
            "--instrumentation_" + WATCHED,
            // Whose comparisons are looked at; of all classes there are, it takes minutes.
            "--custom_hook_" + WATCHED));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    // It would go on after Ctrl-C.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process.waitFor() == 0;
  }

  /** A folder in which nothing is left from another time. */
  private static Path empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }
}
