package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Reads the event time of rows of one schema. Made by {@link EventTime#reader}. */
public interface EventTimeReader {

  /**
   * The event time.
   *
   * @throws MalformedException if the field is no time, or none that Beam has a timestamp for
   */
  Instant read(Row row) throws MalformedException;
}
