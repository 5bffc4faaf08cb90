package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.summerbeam.sdk.json.JsonLimits;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the parsers of all decoders. They have one table of the keys they met, up to 6,000 of them,
 * of any length: of large records, whose keys may be large, all is forgotten after some megabytes.
 */
final class JsonParsers {

  private static final int LARGE = 4 << 10;
  private static final long MOST_OF_LARGE = 16L << 20;

  private static final AtomicLong LARGE_BYTES = new AtomicLong();
  private static volatile JsonFactory factory = factory();

  private JsonParsers() {}

  /** A parser of one record. */
  static JsonParser of(byte[] record) throws IOException {
    if (record.length > LARGE && LARGE_BYTES.addAndGet(record.length) > MOST_OF_LARGE) {
      LARGE_BYTES.set(record.length);
      factory = factory();
    }
    return factory.createParser(record);
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        // The bytes are UTF-8; with detection, a zero byte would make UTF-16 of them.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        // Keys may be data: neither are they to stay in the JVM's table of strings, nor is a
        // record to fail because too many of them have one hash.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
        .streamReadConstraints(JsonLimits.ofRecords())
        .build();
  }
}
