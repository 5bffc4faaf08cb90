package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.benchmarks.flights.Flight;
import io.summerbeam.benchmarks.flights.FlightParser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Objects;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FlightStreamTest {

  private static final String NEW_YEAR = line("2001/01/01 23:59", "DTW");
  private static final String TWICE = line("2001/01/03 00:00", "HNL");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void lines_areRepeatedOnLaterDays() throws Exception {
    FlightLines lines = stream(NEW_YEAR, TWICE).lines();
    assertThat(lines.line(0), is(NEW_YEAR));
    assertThat(lines.line(1), is(TWICE));
    assertThat(lines.line(2), is(line("2001/01/04 23:59", "DTW")));
    assertThat(lines.line(3), is(line("2001/01/06 00:00", "HNL")));
    assertThat(lines.line(0), is(NEW_YEAR));
  }

  @Test
  public void time_isThatOfTheLine() throws Exception {
    FlightStream stream = stream(NEW_YEAR, TWICE);
    assertThat(stream.time(2), is(Instant.parse("2001-01-04T23:59:00Z").toEpochMilli()));
    assertThat(stream.time(2), is(flight(stream, 2).time()));
  }

  @Test
  public void number_isFoundFromTheFlight_theFirstOfEqualOnes() throws Exception {
    FlightStream stream = stream(NEW_YEAR, TWICE, TWICE);
    for (long number : new long[] {0, 1, 3, 4, 30_001}) {
      assertThat(stream.number(flight(stream, number)), is(number));
    }
    assertThat(stream.number(flight(stream, 5)), is(4L));
  }

  @Test
  public void firstFrom_isTheFirstRecordThatIsNotBefore() throws Exception {
    FlightStream stream = stream(NEW_YEAR, TWICE, TWICE);
    assertThat(stream.firstFrom(day("2001-01-01")), is(0L));
    assertThat(stream.firstFrom(day("2001-01-02")), is(1L));
    assertThat(stream.firstFrom(day("2001-01-03")), is(1L));
    assertThat(stream.firstFrom(day("2001-01-04")), is(3L));
    assertThat(stream.firstFrom(day("2001-01-05")), is(4L));
  }

  @Test
  public void lines_thatAreNotInOrder_areRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> stream(TWICE, NEW_YEAR)).getMessage(),
        startsWith("The flights must be in the order of time, but line 2 of "));
  }

  private FlightStream stream(String... lines) throws IOException {
    return FlightStream.load(
        Files.writeString(folder.newFile().toPath(), String.join("\n", lines)).toString());
  }

  private static Flight flight(FlightStream stream, long number) {
    return Objects.requireNonNull(FlightParser.parse(stream.lines().line(number)));
  }

  private static long day(String day) {
    return Instant.parse(day + "T00:00:00Z").toEpochMilli();
  }

  private static String line(String date, String origin) {
    return "{\"date\":\""
        + date
        + "\",\"delay\":66,\"distance\":1750,\"origin\":\""
        + origin
        + "\",\"destination\":\"LAS\"}";
  }
}
