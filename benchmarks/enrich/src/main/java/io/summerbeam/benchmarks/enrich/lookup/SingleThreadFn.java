package io.summerbeam.benchmarks.enrich.lookup;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Asks as Beam's RequestResponseIO does: each record's call is given to an executor of one thread,
 * for the sake of its timeout, and waited for.
 */
final class SingleThreadFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private static final long TIMEOUT_SECONDS = 30;

  private final String url;
  private transient @Nullable CustomerQuery query;
  private transient @Nullable ExecutorService executor;

  SingleThreadFn(String url) {
    this.url = url;
  }

  @Setup
  public void setup() throws SQLException {
    query = CustomerQuery.connect(url);
    executor = Executors.newSingleThreadExecutor();
  }

  @ProcessElement
  public void process(@Element Row order, OutputReceiver<Row> out)
      throws ExecutionException, InterruptedException, TimeoutException {
    CustomerQuery asked = Objects.requireNonNull(query);
    Future<Row> answer = Objects.requireNonNull(executor).submit(() -> asked.enrich(order));
    out.output(answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
  }

  @Teardown
  public void teardown() throws SQLException {
    if (executor != null) {
      executor.shutdownNow();
    }
    if (query != null) {
      query.close();
    }
  }
}
