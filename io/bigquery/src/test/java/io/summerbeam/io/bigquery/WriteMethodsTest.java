package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.cells;
import static io.summerbeam.io.bigquery.Delays.json;
import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The same rows by each method: in the table or among the dead letters, each once. */
@RunWith(Parameterized.class)
public class WriteMethodsTest {

  // More digits behind the point than a NUMERIC has.
  private static final String TOO_FINE = "0.1234567891";

  @Rule
  public final transient TestPipeline pipeline = TestPipeline.fromOptions(FakeBigQuery.options());

  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private final transient Method method;
  private final transient boolean unbounded;
  private transient FakeBigQuery service;

  public WriteMethodsTest(Method method, boolean unbounded) {
    this.method = method;
    this.unbounded = unbounded;
  }

  @Parameters(name = "{0} unbounded={1}")
  public static List<Object[]> methods() {
    List<Object[]> methods = new ArrayList<>();
    for (Method method : FakeBigQuery.METHODS) {
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

  private String table() {
    return "rows_" + method + "_" + unbounded;
  }

  @Test
  public void rows_inTheTableOrADeadLetterBeforeTheyAreSent() throws Exception {
    List<Row> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row("S" + i, i, i + ".25"));
      expected.add(cells("S" + i, i, i + ".25"));
    }
    rows.add(row("HI", 98, TOO_FINE));
    rows.add(row("nothing", 99, null));
    expected.add(cells("nothing", 99, null));
    expected.sort(null);
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Delays.input(pipeline, unbounded, rows.toArray(Row[]::new))
        .apply(service.write(table()).withMethod(method).withDeadLetters(dead));
    dead.close();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                WriteBigQueryRows.DEFAULT_STEP_NAME,
                Reason.SINK_REJECTED,
                json("HI", 98, TOO_FINE)));
    pipeline.run();
    assertThat(service.rows(table()), equalTo(expected));
  }
}
