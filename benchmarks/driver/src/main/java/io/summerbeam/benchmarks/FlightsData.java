package io.summerbeam.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The flights that are read: generated once from the real ones, and kept. */
final class FlightsData {

  /** How many real ones there are. */
  static final int FLIGHTS = 20_000;

  private static final long MINUTES = 10;

  private static final String GENERATORS = "io.summerbeam.benchmarks.flights.";

  private final ClassPaths classPaths;
  private final Progress progress;
  private final Path real;
  private final Path airports;
  private final Path folder;

  FlightsData(Path home, ClassPaths classPaths, Progress progress) {
    this.classPaths = classPaths;
    this.progress = progress;
    this.real = home.resolve("samples/data/flights/flights.jsonl");
    this.airports = home.resolve("samples/data/flights/airports.csv");
    this.folder = home.resolve("benchmarks/target/data");
  }

  /** So many times the real ones, each time on later days. */
  Workload copies(int copies) throws BenchException, InterruptedException {
    Path file = folder.resolve("flights-x" + copies + ".jsonl");
    if (isMissing(file)) {
      progress.say("generating " + Text.grouped((long) copies * FLIGHTS) + " flights: " + file);
      Path part = part(file);
      generate("ShiftedFlights", real, copies, part);
      move(part, file);
    }
    return workload((long) copies * FLIGHTS, file, airports);
  }

  /** Days of {@code recordsADay} flights from {@code keys} airports, each in its own state. */
  Workload keyed(int keys, int recordsADay, int days) throws BenchException, InterruptedException {
    String name = keys + "-keys-" + recordsADay + "-a-day";
    Path file = folder.resolve("flights-" + name + "-" + days + "-days.jsonl");
    Path table = folder.resolve("airports-" + keys + ".csv");
    long records = (long) recordsADay * days;
    if (isMissing(file) || isMissing(table)) {
      progress.say(
          "generating "
              + Text.grouped(records)
              + " flights of "
              + Text.grouped(keys)
              + " keys: "
              + file);
      Path part = part(file);
      Path tablePart = part(table);
      generate("KeyedFlights", real, keys, recordsADay, days, part, tablePart);
      move(tablePart, table);
      move(part, file);
    }
    return workload(records, file, table);
  }

  /** The first of the real ones. */
  Workload first(int records) throws BenchException {
    Path file = folder.resolve("flights-first-" + records + ".jsonl");
    if (isMissing(file)) {
      Path part = part(file);
      try (BufferedWriter out = Files.newBufferedWriter(part)) {
        for (String line : Files.readAllLines(real).subList(0, records)) {
          out.write(line);
          out.write('\n');
        }
      } catch (IOException e) {
        throw new BenchException("the first flights could not be copied: " + e);
      }
      move(part, file);
    }
    return workload(records, file, airports);
  }

  private static Workload workload(long records, Path file, Path table) {
    return new Workload(records, List.of("--input=" + file, "--airports=" + table));
  }

  private boolean isMissing(Path file) throws BenchException {
    try {
      return !Files.exists(file)
          || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(real)) < 0;
    } catch (IOException e) {
      throw new BenchException("the real flights cannot be read: " + e);
    }
  }

  // Whoever is interrupted leaves no half of a file under its name.
  private Path part(Path file) throws BenchException {
    try {
      Files.createDirectories(folder);
      return Files.createTempFile(folder, file.getFileName().toString(), ".part");
    } catch (IOException e) {
      throw new BenchException("the generated flights go to " + folder + ", but: " + e);
    }
  }

  private static void move(Path part, Path file) throws BenchException {
    try {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BenchException("the generated flights cannot become " + file + ": " + e);
    }
  }

  private void generate(String generator, Object... arguments)
      throws BenchException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPaths.flightsAlone(),
                GENERATORS + generator));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Path said = Files.createTempFile(folder, generator, ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new BenchException(
              "the generator of the flights failed or took more than "
                  + MINUTES
                  + " minutes:\n  "
                  + Files.readString(said).trim());
        }
      } finally {
        // Who interrupts the driver does not want it to go on.
        process.destroyForcibly();
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new BenchException("the generator of the flights could not be started: " + e);
    }
  }
}
