package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Knows all customers, and answers after a while however many requests are open. */
record LateSource(Duration delay) implements RowLookupSource {

  @Override
  public Schema keySchema() {
    return Customers.KEY;
  }

  @Override
  public Schema valueSchema() {
    return Customers.VALUE;
  }

  @Override
  public Lookup<Row, Row> open() {
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
        var unused =
            later.schedule(
                () -> answer.complete(find(keys)), delay.toMillis(), TimeUnit.MILLISECONDS);
        return answer;
      }

      @Override
      public void close() {
        later.shutdownNow();
      }
    };
  }

  private static Map<Row, Row> find(Set<Row> keys) {
    Map<Row, Row> values = new HashMap<>();
    for (Row key : keys) {
      long id = key.getInt64(0);
      if (id < Customers.COUNT) {
        values.put(key, Row.withSchema(Customers.VALUE).addValues(Customers.name(id)).build());
      }
    }
    return values;
  }
}
