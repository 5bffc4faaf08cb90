package io.summerbeam.io.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Duration;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class OutgoingRowTest {

  private static final IntervalWindow DAY =
      new IntervalWindow(Delays.NOON, Duration.standardDays(1));
  private static final OutgoingRow IN_A_WINDOW =
      OutgoingRow.of(Delays.row("MI", 1, "1.5"), Delays.NOON, DAY);
  private static final OutgoingRow IN_NONE =
      OutgoingRow.of(Delays.row("HI", 2, null), Delays.NOON, GlobalWindow.INSTANCE);

  private final OutgoingRowCoder coder = OutgoingRowCoder.of(Delays.READ);

  @Test
  public void coder_allOfIt() throws Exception {
    for (OutgoingRow row : new OutgoingRow[] {IN_A_WINDOW, IN_NONE}) {
      CoderProperties.coderDecodeEncodeEqual(coder, row);
    }
    CoderProperties.coderSerializable(coder);
    coder.verifyDeterministic();
    assertThat(OutgoingRowCoder.of(Delays.READ), equalTo(coder));
    assertThat(OutgoingRowCoder.of(Delays.DELAY), not(equalTo(coder)));
  }

  @Test
  public void window_forTheDeadLetter() throws Exception {
    assertThat(CoderUtils.clone(coder, IN_A_WINDOW).windowOfDeadLetter(), equalTo(DAY));
    assertThat(
        CoderUtils.clone(coder, IN_NONE).windowOfDeadLetter(), equalTo(GlobalWindow.INSTANCE));
  }

  @Test
  public void returnedRow_packedAndRead() {
    ReturnedRow returned = new ReturnedRow(coder);
    assertThat(returned.read(returned.apply(IN_A_WINDOW)), equalTo(IN_A_WINDOW));
    assertThat(returned.apply(IN_A_WINDOW).toString(), not(containsString("MI")));
  }

  @Test
  public void text_nothingOfTheRow() {
    assertThat(
        IN_A_WINDOW.toString(),
        equalTo(
            "OutgoingRow{eventTime=2001-01-01T12:00:00.000Z,"
                + " window=[2001-01-01T12:00:00.000Z..2001-01-02T12:00:00.000Z)}"));
  }
}
