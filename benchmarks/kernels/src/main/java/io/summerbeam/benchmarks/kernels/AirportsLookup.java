package io.summerbeam.benchmarks.kernels;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The airports, as a table that is asked. */
record AirportsLookup() implements RowLookupSource {

  private static final long serialVersionUID = 1;

  private static final Schema KEY = Schema.builder().addStringField("iata").build();
  private static final Schema VALUE =
      Schema.builder().addStringField("city").addStringField("state").build();

  @Override
  public Schema keySchema() {
    return KEY;
  }

  @Override
  public Schema valueSchema() {
    return VALUE;
  }

  @Override
  public Lookup<Row, Row> open() {
    Map<Row, Row> places = new HashMap<>();
    for (Row airport : Flights.load().airports()) {
      places.put(
          Row.withSchema(KEY).addValue(airport.getValue("iata")).build(),
          Row.withSchema(VALUE)
              .addValues(airport.<String>getValue("city"), airport.<String>getValue("state"))
              .build());
    }
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        Map<Row, Row> found = new HashMap<>();
        for (Row key : keys) {
          Row place = places.get(key);
          if (place != null) {
            found.put(key, place);
          }
        }
        return CompletableFuture.completedFuture(found);
      }

      @Override
      public void close() {}
    };
  }
}
