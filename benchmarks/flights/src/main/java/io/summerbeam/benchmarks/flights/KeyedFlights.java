package io.summerbeam.benchmarks.flights;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes flights from as many airports as are wanted, each in a state of its own, so that the job
 * has as many groups a day. Delays and destinations are those of the real flights, over and over.
 *
 * <p>Each day has as many records, no two of them equal, in the order of time. Airports that follow
 * each other are far apart, and each comes as often as the others if the records can be divided so.
 *
 * <p>It needs nothing but the JDK: {@code java KeyedFlights.java FLIGHTS KEYS RECORDS_A_DAY DAYS
 * FLIGHTS_OUTPUT AIRPORTS_OUTPUT}.
 */
public final class KeyedFlights {

  private static final Pattern REAL =
      Pattern.compile(".*\"delay\":(-?\\d+),.*\"destination\":\"([^\"]+)\".*");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");
  private static final LocalDate FIRST = LocalDate.of(2001, 1, 1);
  private static final int MINUTES = 24 * 60;

  private KeyedFlights() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (args.length != 6) {
      System.err.println(
          "usage: java KeyedFlights.java FLIGHTS KEYS RECORDS_A_DAY DAYS FLIGHTS_OUTPUT"
              + " AIRPORTS_OUTPUT");
      System.exit(2);
    }
    int keys = Integer.parseInt(args[1]);
    writeFlights(
        Path.of(args[0]),
        keys,
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Path.of(args[4]));
    writeAirports(keys, Path.of(args[5]));
  }

  private static void writeFlights(Path flights, int keys, int recordsADay, int days, Path output)
      throws IOException {
    if (keys < 1 || keys > recordsADay) {
      throw new IllegalArgumentException(
          "keys must be from 1 to the records of a day, " + recordsADay + ", but were: " + keys);
    }
    List<String> real = real(flights);
    long stride = stride(keys);
    try (BufferedWriter out = Files.newBufferedWriter(output)) {
      for (int day = 0; day < days; day++) {
        String date = FIRST.plusDays(day).format(DAY);
        for (int i = 0; i < recordsADay; i++) {
          int minute = (int) ((long) i * MINUTES / recordsADay);
          out.write(
              "{\"date\":\""
                  + date
                  + " "
                  + twoDigits(minute / 60)
                  + ":"
                  + twoDigits(minute % 60)
                  // The distance is what makes it differ from all others of its day.
                  + "\",\"distance\":"
                  + (i + 1)
                  + ",\"origin\":\"A"
                  + (i * stride % keys)
                  + real.get(i % real.size()));
        }
      }
    }
  }

  private static void writeAirports(int keys, Path output) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(output)) {
      out.write("iata,city,state\n");
      for (int key = 0; key < keys; key++) {
        out.write("A" + key + ",City,S" + key + "\n");
      }
    }
  }

  /** The end of the lines: what they have from the real ones. */
  private static List<String> real(Path flights) throws IOException {
    List<String> ends = new ArrayList<>();
    for (String line : Files.readAllLines(flights)) {
      Matcher matcher = REAL.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "every line of "
                + flights
                + " must have a delay and then a destination, but one has not");
      }
      ends.add(
          "\",\"destination\":\"" + matcher.group(2) + "\",\"delay\":" + matcher.group(1) + "}\n");
    }
    return ends;
  }

  /** A step that has no divisor in common with the keys, so that it meets all of them. */
  private static long stride(int keys) {
    long stride = Math.round(keys * 0.618) | 1;
    while (divisor(stride, keys) > 1) {
      stride += 2;
    }
    return stride;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
