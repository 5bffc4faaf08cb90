package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.cells;
import static io.summerbeam.io.bigquery.Delays.json;
import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.testing.Leftovers;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
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
    for (Method method : Method.values()) {
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
  public void rows_inTheTableOnce() throws Exception {
    List<Row> many = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(row("S" + i, i, i + ".25"));
      expected.add(cells("S" + i, i, i + ".25"));
    }
    many.add(row("nothing", 99, null));
    expected.add(cells("nothing", 99, null));
    expected.sort(null);
    rows(many.toArray(Row[]::new)).apply(write("rows"));
    pipeline.run();
    assertThat(service.rows(table("rows")), equalTo(expected));
  }

  @Test
  public void rowThatNoColumnHolds_deadLetterBeforeItIsSent() throws Exception {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("MI", 1, "1.5"), row("HI", 2, TOO_FINE), row("OH", 3, null))
        .apply(write("check").withDeadLetters(dead));
    dead.close();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                WriteBigQueryRows.DEFAULT_STEP_NAME,
                Reason.SINK_REJECTED,
                json("HI", 2, TOO_FINE)));
    pipeline.run();
    assertThat(
        service.rows(table("check")), equalTo(List.of(cells("MI", 1, "1.5"), cells("OH", 3, null))));
  }

  @Test
  public void withoutDeadLetters_unwritableRowThrows() {
    rows(row("HI", 2, TOO_FINE)).apply(write("unwritable"));
    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run());
    assertThat(
        e.getMessage(),
        containsString(
            "BigQueryRows.write: sink_rejected: the column 'mean' has more than 9 digits behind"
                + " the point, the most that NUMERIC has, at delays.csv line 2 (byte 200)."));
    assertThat(Leftovers.everything(e), not(containsString(TOO_FINE)));
  }
}
