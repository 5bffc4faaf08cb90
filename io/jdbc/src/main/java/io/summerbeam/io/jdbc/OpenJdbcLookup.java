package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.beam.sdk.values.Row;

/** A {@link JdbcLookup} on a worker. */
final class OpenJdbcLookup implements Lookup<Row, Row> {

  private final BlockingCalls<Connection> calls;
  private final BatchQuery query;
  private final QueryTimer timer;

  OpenJdbcLookup(BlockingCalls<Connection> calls, BatchQuery query, QueryTimer timer) {
    this.calls = calls;
    this.query = query;
    this.timer = timer;
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
    return get(keys, () -> {});
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> keys, Runnable whenSent) {
    return calls.submit(connection -> query.run(connection, keys), whenSent);
  }

  @Override
  public void close() {
    // Waits for the queries that run.
    calls.close();
    timer.close();
  }
}
