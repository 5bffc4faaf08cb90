package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.json;
import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.testing.bigquery.BigQueryFake;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Google's own clients against a service on this machine. */
@RunWith(JUnit4.class)
public class OverTheWireTest {

  private static final String BAD_STATE = "XX";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static BigQueryFake service;

  @Rule
  public final transient TestPipeline pipeline = TestPipeline.fromOptions(FakeBigQuery.options());

  @BeforeClass
  public static void startService() throws Exception {
    service = BigQueryFake.start(FOLDER.getRoot().toPath());
    service.trust();
    service.reject("state", BAD_STATE);
  }

  @AfterClass
  public static void stopService() throws Exception {
    service.close();
  }

  private void write(Method method, String table) {
    pipeline.getOptions().as(BigQueryOptions.class).setBigQueryEndpoint(service.endpoint());
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Delays.input(
            pipeline, false, row("MI", 1, "0.125"), row(BAD_STATE, 2, null), row("HI", 3, null))
        .apply(BigQueryRows.write("flights." + table).withMethod(method).withDeadLetters(dead));
    dead.close();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                WriteBigQueryRows.DEFAULT_STEP_NAME,
                Reason.SINK_REJECTED,
                json(BAD_STATE, 2, null)));
    pipeline.run();
    assertThat(service.columns("flights." + table), equalTo(List.of("state", "flights", "mean")));
    assertThat(
        service.rows("flights." + table),
        containsInAnyOrder(json("MI", 1, "0.125"), json("HI", 3, null)));
  }

  @Test
  public void streamingInserts_overRest() {
    write(Method.STREAMING_INSERTS, "inserted");
  }

  @Test
  public void storageWrite_overGrpc() {
    write(Method.STORAGE_WRITE_API, "committed");
  }

  @Test
  public void atLeastOnce_overGrpc() {
    write(Method.STORAGE_API_AT_LEAST_ONCE, "appended");
  }
}
