package io.summerbeam.benchmarks.flights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a flight from its line by Jackson's tokens: no tree and no reflection. All hand-written
 * arms read with it, so that what differs between them is the engine.
 */
public final class FlightParser {

  private static final JsonFactory JSON = new JsonFactory();

  private @Nullable String origin;
  private @Nullable String destination;
  private @Nullable Long delay;
  private @Nullable Long distance;
  private @Nullable Long time;

  private FlightParser() {}

  /** The flight of a line; null if the line is malformed or the flight not plausible. */
  public static @Nullable Flight parse(String line) {
    Flight flight;
    try (JsonParser json = JSON.createParser(line)) {
      flight = new FlightParser().read(json);
    } catch (IOException e) {
      return null;
    }
    return flight != null && flight.isPlausible() ? flight : null;
  }

  private @Nullable Flight read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "origin" -> origin = text(json, value);
        case "destination" -> destination = text(json, value);
        case "delay" -> delay = wholeNumber(json, value);
        case "distance" -> distance = wholeNumber(json, value);
        case "date" -> time = time(json, value);
        default -> json.skipChildren();
      }
    }
    if (origin == null
        || destination == null
        || delay == null
        || distance == null
        || time == null) {
      return null;
    }
    // Nothing may follow the object.
    return json.nextToken() == null ? new Flight(origin, destination, delay, distance, time) : null;
  }

  private static @Nullable String text(JsonParser json, JsonToken value) throws IOException {
    json.skipChildren();
    return value == JsonToken.VALUE_STRING ? json.getText() : null;
  }

  private static @Nullable Long wholeNumber(JsonParser json, JsonToken value) throws IOException {
    json.skipChildren();
    return value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : null;
  }

  private static @Nullable Long time(JsonParser json, JsonToken value) throws IOException {
    String date = text(json, value);
    long millis = date == null ? FlightDate.NONE : FlightDate.millis(date);
    return millis == FlightDate.NONE ? null : millis;
  }
}
