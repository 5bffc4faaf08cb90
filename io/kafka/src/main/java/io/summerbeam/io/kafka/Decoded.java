package io.summerbeam.io.kafka;

import io.summerbeam.sdk.format.MalformedException;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the decoding of a record gave: a row and its event time, where one is read from a field; or
 * what is wrong with it; or nothing, where it is to be passed over.
 */
record Decoded(
    @Nullable Row row, @Nullable Instant eventTime, @Nullable MalformedException problem) {

  static Decoded of(Row row, @Nullable Instant eventTime) {
    return new Decoded(row, eventTime, null);
  }

  static Decoded malformed(MalformedException problem) {
    return new Decoded(null, null, problem);
  }

  static Decoded nothing() {
    return new Decoded(null, null, null);
  }
}
