package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.metric.CounterName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What is shown while a run goes on. */
@RunWith(JUnit4.class)
public final class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream to = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  public void plain_isLinesWithoutControlCharacters() {
    Progress progress = new Progress(to, false);
    progress.show(2_000, counts(0));
    progress.show(5_000, counts(6_000));
    progress.show(65_000, counts(12_000));
    progress.end();
    assertThat(
        bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"),
        is(
            "2.0 s  no records yet\n"
                + "5.0 s  in 6,000  out 0  dropped 0  dead 0  2,000/s\n"
                + "1 min 05 s  in 12,000  out 0  dropped 0  dead 0  100/s\n"));
  }

  @Test
  public void terminal_isOneLineThatIsTakenAway() {
    Progress progress = new Progress(to, true);
    progress.show(1_000, counts(1));
    progress.show(2_000, counts(0));
    progress.end();
    String first = "1.0 s  in 1  out 0  dropped 0  dead 0  1/s";
    String second = "2.0 s  no records yet";
    assertThat(
        bytes.toString(StandardCharsets.UTF_8),
        is(
            "\r"
                + first
                + "\r"
                + second
                + " ".repeat(first.length() - second.length())
                + "\r"
                + " ".repeat(second.length())
                + "\r"));
  }

  @Test
  public void terminal_isRefreshedEachSecond() {
    assertThat(new Progress(to, true).intervalMillis(), is(1_000L));
    assertThat(new Progress(to, false).intervalMillis(), is(5_000L));
  }

  @Test
  public void elapsed_isWrittenByItsLength() {
    assertThat(Elapsed.text(0), is("0.0 s"));
    assertThat(Elapsed.text(59_999), is("59.9 s"));
    assertThat(Elapsed.text(60_000), is("1 min 00 s"));
    assertThat(Elapsed.text(3_600_000 + 120_000), is("1 h 02 min"));
  }

  private static Counts counts(long in) {
    return Counts.of(
        Map.of(CounterName.of("Read", CounterName.IN), in),
        StepOrder.of(Pipeline.create(PipelineOptionsFactory.create())));
  }
}
