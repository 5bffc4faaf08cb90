package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.cells;
import static io.summerbeam.io.bigquery.Delays.json;
import static io.summerbeam.io.bigquery.Delays.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.google.api.services.bigquery.model.TableRow;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Rows that the service rejects, by each method that has a word for single rows. */
@RunWith(Parameterized.class)
public class RejectedRowsTest {

  private static final Duration DAY = Duration.standardDays(1);

  @Rule
  public final transient TestPipeline pipeline = TestPipeline.fromOptions(FakeBigQuery.options());

  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private final transient Method method;
  private final transient boolean unbounded;
  private transient FakeBigQuery service;

  public RejectedRowsTest(Method method, boolean unbounded) {
    this.method = method;
    this.unbounded = unbounded;
  }

  @Parameters(name = "{0} unbounded={1}")
  public static List<Object[]> methods() {
    List<Object[]> methods = new ArrayList<>();
    for (Method method :
        List.of(
            Method.STREAMING_INSERTS, Method.STORAGE_WRITE_API, Method.STORAGE_API_AT_LEAST_ONCE)) {
      methods.add(new Object[] {method, false});
      methods.add(new Object[] {method, true});
    }
    return methods;
  }

  @Before
  public void setUp() throws Exception {
    service = FakeBigQuery.start();
    pipeline.getOptions().setTempLocation(folder.getRoot().getPath());
  }

  private String table(String name) {
    return name + "_" + method + "_" + unbounded;
  }

  private WriteBigQueryRows write(String table) {
    return service.write(table(table)).withMethod(method);
  }

  private PCollection<Row> rows(Row... rows) {
    return Delays.input(pipeline, unbounded, rows);
  }

  @Test
  public void rowThatTheServiceRejects_deadLetterWithAllOfIt() throws Exception {
    service.rejectAppends("state", "XX");
    service.rejectInserts(new TableRow().set("state", "XX").set("flights", "2"), "invalid");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("MI", 1, "1.5"), row("XX", 2, null), row("OH", 3, null))
        .apply(Window.into(FixedWindows.of(DAY)))
        .apply(write("rejected").withDeadLetters(dead).withStepName("Delays"));
    dead.close();
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<DeadLetter> all = new ArrayList<>();
              letters.forEach(all::add);
              assertThat(all.size(), equalTo(1));
              DeadLetter letter = all.get(0);
              assertThat(letter.step(), equalTo("Delays"));
              assertThat(letter.reason(), equalTo("sink_rejected"));
              assertThat(new String(letter.payload(), UTF_8), equalTo(json("XX", 2, null)));
              assertThat(letter.source(), equalTo(Delays.source(2)));
              assertThat(letter.eventTime(), equalTo(Delays.NOON));
              assertThat(letter.windowStart(), equalTo(Instant.parse("2001-01-01T00:00:00Z")));
              assertThat(letter.message(), startsWith("BigQuery rejected the row"));
              // The words of the service, which the policy keeps.
              assertThat(letter.message(), containsString("XX"));
              return null;
            });
    pipeline.run();
    assertThat(
        service.rows(table("rejected")),
        equalTo(List.of(cells("MI", 1, "1.5"), cells("OH", 3, null))));
  }
}
