package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Reads the event time from a text. */
final class TextEventTime implements EventTimeReader {

  private final int index;
  private final TimeParser parser;
  private final String field;
  private final String pattern;

  TextEventTime(int index, String field, TimeParser parser, String pattern) {
    this.index = index;
    this.field = field;
    this.parser = parser;
    this.pattern = pattern;
  }

  @Override
  public Instant read(Row row) throws MalformedException {
    String text = row.getValue(index);
    if (text == null) {
      throw new MalformedException(mustBe() + FieldRule.NULL);
    }
    long millis = parser.parse(text);
    if (millis == TimeParser.NONE) {
      throw new MalformedException(mustBe() + "not");
    }
    return FieldEventTime.inRange(millis, field);
  }

  private String mustBe() {
    return "field '" + field + "' must be a time that exists, as " + pattern + ", but is ";
  }
}
