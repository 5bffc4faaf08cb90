package io.summerbeam.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the flights job must give, computed from the raw files with plain Java and Jackson's tree,
 * by none of the code under test.
 */
final class FlightsOracle {

  /** A dead letter that must be there: where, why, and the bytes of its line. */
  record Dead(long offset, long line, String reason, String message, byte[] payload) {}

  /** Sums of one state and day. */
  private static final class Group {
    long flights;
    long sum;
    long max = Long.MIN_VALUE;
    long delayed;
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  final List<Dead> dead = new ArrayList<>();
  final Map<String, String> results = new TreeMap<>();
  long records;
  long dropped;
  long aggregated;

  private final Map<String, String> stateByAirport = new HashMap<>();
  private final Map<String, Group> groups = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();

  FlightsOracle(Path flights, Path airports) throws IOException {
    for (String row : Files.readAllLines(airports)) {
      // The committed file has quoted fields only behind the ones that are used here, but for
      // names.
      List<String> cells = cells(row);
      stateByAirport.put(cells.get(0), cells.get(3));
    }
    byte[] bytes = Files.readAllBytes(flights);
    int start = 0;
    long line = 1;
    for (int i = 0; i <= bytes.length; i++) {
      boolean end = i == bytes.length;
      if (end ? start < i : bytes[i] == '\n') {
        int stop = !end && i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        line(start, line, Arrays.copyOfRange(bytes, start, stop));
        start = i + 1;
        line++;
      }
    }
    groups.forEach(
        (key, group) -> {
          String state = key.substring(11);
          LocalDate day = LocalDate.parse(key.substring(0, 10));
          results.put(
              key,
              String.format(
                  "%s|%sT00:00:00Z|%sT00:00:00Z|%d|%s|%d|%d",
                  state,
                  day,
                  day.plusDays(1),
                  group.flights,
                  (double) group.sum / group.flights,
                  group.max,
                  group.delayed));
        });
  }

  private void line(long offset, long number, byte[] payload) {
    if (new String(payload, StandardCharsets.ISO_8859_1).matches("[ \\t\\x0B\\f\\r]*")) {
      return;
    }
    records++;
    JsonNode flight = flight(payload);
    if (flight == null) {
      dead.add(new Dead(offset, number, "malformed", "", payload));
      return;
    }
    long delay = flight.get("delay").longValue();
    List<String> failed = new ArrayList<>();
    if (flight.get("distance").longValue() <= 0) {
      failed.add("distance_positive");
    }
    if (delay < -1440 || delay > 2880) {
      failed.add("delay_plausible");
    }
    if (flight.get("origin").equals(flight.get("destination"))) {
      failed.add("different_airports");
    }
    if (!failed.isEmpty()) {
      String message = "expectations failed: " + String.join(", ", failed);
      dead.add(new Dead(offset, number, "expectation_failed", message, payload));
      return;
    }
    String key =
        List.of(
                flight.get("date"),
                flight.get("origin"),
                flight.get("destination"),
                flight.get("delay").longValue(),
                flight.get("distance").longValue())
            .toString();
    if (!seen.add(key)) {
      dropped++;
      return;
    }
    String state = stateByAirport.get(flight.get("origin").textValue());
    if (state == null) {
      dead.add(new Dead(offset, number, "lookup_miss", "", payload));
      return;
    }
    aggregated++;
    String day = flight.get("date").textValue().substring(0, 10).replace('/', '-');
    Group group = groups.computeIfAbsent(day + " " + state, k -> new Group());
    group.flights++;
    group.sum += delay;
    group.max = Math.max(group.max, delay);
    group.delayed += delay >= 15 ? 1 : 0;
  }

  /** The flight, or null where the line is none. */
  private static JsonNode flight(byte[] payload) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      JsonNode flight = JSON.readTree(text);
      boolean good =
          flight.isObject()
              && isText(flight.get("date"))
              && isText(flight.get("origin"))
              && isText(flight.get("destination"))
              && isWhole(flight.get("delay"))
              && isWhole(flight.get("distance"))
              && isDate(flight.get("date").textValue());
      return good ? flight : null;
    } catch (CharacterCodingException | JsonProcessingException e) {
      return null;
    }
  }

  private static boolean isText(JsonNode node) {
    // A text that UTF-8 has no form for, such as half of a surrogate pair, is none.
    return node != null
        && node.isTextual()
        && StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue());
  }

  private static boolean isWhole(JsonNode node) {
    return node != null && node.isIntegralNumber() && node.canConvertToLong();
  }

  private static boolean isDate(String text) {
    if (!text.matches("[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}")) {
      return false;
    }
    try {
      LocalDateTime.of(
          Integer.parseInt(text.substring(0, 4)),
          Integer.parseInt(text.substring(5, 7)),
          Integer.parseInt(text.substring(8, 10)),
          Integer.parseInt(text.substring(11, 13)),
          Integer.parseInt(text.substring(14, 16)));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : row.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
