package io.summerbeam.benchmarks.flights;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes more flights out of the real ones: copy after copy of a file, each moved to the days after
 * the one before.
 *
 * <p>Every copy has the same delays, airports, and duplicates as the original, in the same order;
 * so the job's result for n copies is n times as many lines, and the records of a state and day
 * stay as many as they are.
 *
 * <p>It needs nothing but the JDK: {@code java ShiftedFlights.java FLIGHTS COPIES OUTPUT}.
 */
public final class ShiftedFlights {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");
  private static final int DAY_LENGTH = 10;
  private static final String DATE = "\"date\":\"";

  private ShiftedFlights() {}

  /** Arguments: the file of real flights, how many copies of it, the file to write. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: java ShiftedFlights.java FLIGHTS COPIES OUTPUT");
      System.exit(2);
    }
    write(Path.of(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
  }

  /**
   * Writes {@code copies} copies of {@code flights} to {@code output}, which is replaced.
   *
   * @throws IllegalArgumentException if {@code copies} is not positive, or a line has no date
   */
  public static void write(Path flights, int copies, Path output) throws IOException {
    if (copies < 1) {
      throw new IllegalArgumentException("copies must be positive, but was: " + copies);
    }
    List<String> lines = Files.readAllLines(flights);
    TreeSet<String> days = new TreeSet<>();
    int[] at = new int[lines.size()];
    for (int i = 0; i < at.length; i++) {
      int date = lines.get(i).indexOf(DATE);
      if (date < 0) {
        throw new IllegalArgumentException(
            "every line must have "
                + DATE
                + "yyyy/MM/dd, but line "
                + (i + 1)
                + " of "
                + flights
                + " has not");
      }
      at[i] = date + DATE.length();
      days.add(lines.get(i).substring(at[i], at[i] + DAY_LENGTH));
    }
    LocalDate first = LocalDate.parse(days.first(), DAY);
    long span = ChronoUnit.DAYS.between(first, LocalDate.parse(days.last(), DAY)) + 1;
    try (BufferedWriter out = Files.newBufferedWriter(output)) {
      for (int copy = 0; copy < copies; copy++) {
        Map<String, String> shifted = new HashMap<>();
        for (String day : days) {
          shifted.put(day, LocalDate.parse(day, DAY).plusDays(span * copy).format(DAY));
        }
        for (int i = 0; i < at.length; i++) {
          String line = lines.get(i);
          out.write(line, 0, at[i]);
          out.write(shifted.get(line.substring(at[i], at[i] + DAY_LENGTH)));
          out.write(line, at[i] + DAY_LENGTH, line.length() - at[i] - DAY_LENGTH);
          out.write('\n');
        }
      }
    }
  }
}
