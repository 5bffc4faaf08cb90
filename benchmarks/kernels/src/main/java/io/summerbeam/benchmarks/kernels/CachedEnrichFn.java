package io.summerbeam.benchmarks.kernels;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** City and state of the origin by hand, out of a cache that has as many entries as it may. */
final class CachedEnrichFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  /** More than there are airports. */
  static final int SIZE = 10_000;

  static final Duration TTL = Duration.ofHours(1);

  private static final int FIELDS = 5;

  private final HashMap<String, EnrichFn.Place> airports;
  private final Schema schema;
  private transient Cache<String, EnrichFn.Place> cache = cache();

  CachedEnrichFn(Map<String, EnrichFn.Place> airports, Schema schema) {
    this.airports = new HashMap<>(airports);
    this.schema = schema;
  }

  @Setup
  public void setup() {
    cache = cache();
  }

  @ProcessElement
  public void process(ProcessContext context) {
    Row row = context.element();
    String origin = row.getValue(Flights.ORIGIN);
    EnrichFn.Place place = cache.getIfPresent(origin);
    if (place == null) {
      place = airports.get(origin);
      if (place == null) {
        throw new IllegalStateException("there is no such airport");
      }
      cache.put(origin, place);
    }
    Object[] values = new Object[FIELDS + 2];
    for (int i = 0; i < FIELDS; i++) {
      values[i] = row.getValue(i);
    }
    values[FIELDS] = place.city();
    values[FIELDS + 1] = place.state();
    context.output(Row.withSchema(schema).attachValues(Arrays.asList(values)));
  }

  private static Cache<String, EnrichFn.Place> cache() {
    return Caffeine.newBuilder().maximumSize(SIZE).expireAfterWrite(TTL).build();
  }
}
