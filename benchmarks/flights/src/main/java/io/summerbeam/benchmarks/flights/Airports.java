package io.summerbeam.benchmarks.flights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The states of airports, in memory. */
public final class Airports {

  // A comma with an even number of quotes after it stands between two columns.
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private final Map<String, String> states;

  private Airports(Map<String, String> states) {
    this.states = states;
  }

  /** Reads a CSV file with the columns {@code iata} and {@code state}. */
  public static Airports load(String file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> columns = columns(lines.get(0));
    int iata = columns.indexOf("iata");
    int state = columns.indexOf("state");
    Map<String, String> states = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> values = columns(line);
      states.put(values.get(iata), values.get(state));
    }
    return new Airports(states);
  }

  /** The state of an airport; null if it is unknown. */
  public @Nullable String state(String iata) {
    return states.get(iata);
  }

  private static List<String> columns(String line) {
    return List.of(COMMA.split(line, -1));
  }
}
