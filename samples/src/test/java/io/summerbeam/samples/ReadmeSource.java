package io.summerbeam.samples;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The lookup source of the README, between the marks, as it stands there but for white space. */
final class ReadmeSource {

  private ReadmeSource() {}

  // begin
  /** Exchange rates, by currency. */
  record Rates(String url) implements RowLookupSource {
    static final Schema KEY = Schema.builder().addStringField("currency").build();
    static final Schema RATE = Schema.builder().addDoubleField("rate").build();

    @Override
    public Schema keySchema() {
      return KEY;
    }

    @Override
    public Schema valueSchema() {
      return RATE;
    }

    @Override
    public Lookup<Row, Row> open() {
      RateClient client = RateClient.connect(url);
      return new Lookup<>() {
        @Override
        public CompletionStage<Map<Row, Row>> get(Set<Row> currencies) {
          return client.fetch(currencies, c -> c.getString(0)).thenApply(Rates::rows);
        }

        @Override
        public void close() {
          client.close();
        }
      };
    }

    private static Map<Row, Row> rows(Map<Row, Double> rates) {
      Map<Row, Row> rows = new HashMap<>();
      rates.forEach(
          (currency, rate) -> rows.put(currency, Row.withSchema(RATE).addValue(rate).build()));
      return rows;
    }
  }

  // end

  /** The client of a service that there is not. */
  private static final class RateClient implements AutoCloseable {

    static RateClient connect(String url) {
      if (!url.equals("rates://here")) {
        throw new IllegalArgumentException("The service is not at " + url + ".");
      }
      return new RateClient();
    }

    CompletableFuture<Map<Row, Double>> fetch(Set<Row> keys, Function<Row, String> currency) {
      Map<Row, Double> rates = new HashMap<>();
      for (Row key : keys) {
        if ("CHF".equals(currency.apply(key))) {
          rates.put(key, 1.25);
        }
      }
      return CompletableFuture.supplyAsync(() -> rates);
    }

    @Override
    public void close() {}
  }
}
