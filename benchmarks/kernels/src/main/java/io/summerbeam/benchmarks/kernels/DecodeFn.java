package io.summerbeam.benchmarks.kernels;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.samples.flights.FlightsPipeline;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A flight from its line by hand: Jackson's tokens, the time digit by digit. It checks what the
 * schema asks for and no more: malformed UTF-8 may pass, and of a key that comes twice the last
 * good value counts.
 */
final class DecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final String FORM = "0000/00/00 00:00";

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    String date = null;
    String origin = null;
    String destination = null;
    Long delay = null;
    Long distance = null;
    try (JsonParser json = JSON.createParser(context.element())) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "date" -> date = text(json);
          case "origin" -> origin = text(json);
          case "destination" -> destination = text(json);
          case "delay" -> delay = number(json);
          case "distance" -> distance = number(json);
          default -> json.skipChildren();
        }
      }
      require(json.nextToken() == null);
    }
    require(origin != null && destination != null && delay != null && distance != null);
    context.outputWithTimestamp(
        Row.withSchema(FlightsPipeline.FLIGHT)
            .attachValues(Arrays.asList(date, origin, destination, delay, distance)),
        Instant.ofEpochMilli(millis(date)));
  }

  private static String text(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static long number(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  static long millis(@Nullable String text) {
    if (text == null || text.length() != FORM.length()) {
      throw malformed();
    }
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      require(form == '0' ? c >= '0' && c <= '9' : c == form);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    require(month >= 1 && month <= 12 && hour <= 23 && minute <= 59);
    require(day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth());
    return TimeUnit.DAYS.toMillis(LocalDate.of(year, month, day).toEpochDay())
        + TimeUnit.MINUTES.toMillis(hour * 60L + minute);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("a line must be a flight");
  }
}
