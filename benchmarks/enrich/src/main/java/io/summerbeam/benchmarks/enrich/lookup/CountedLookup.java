package io.summerbeam.benchmarks.enrich.lookup;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * Counts the requests of a lookup, each of which is a query.
 *
 * @param source whose they are
 */
record CountedLookup(RowLookupSource source) implements RowLookupSource {

  private static final long serialVersionUID = 1;

  @Override
  public Schema keySchema() {
    return source.keySchema();
  }

  @Override
  public Schema valueSchema() {
    return source.valueSchema();
  }

  @Override
  public Lookup<Row, Row> open() throws LookupException {
    Lookup<Row, Row> lookup = source.open();
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        BackendCalls.sent();
        return lookup.get(keys);
      }

      @Override
      public void close() {
        lookup.close();
      }
    };
  }
}
