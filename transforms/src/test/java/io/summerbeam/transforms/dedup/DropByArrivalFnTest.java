package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.inmemory.MapInMemory;
import io.summerbeam.transforms.inmemory.ValueInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.values.KV;
import org.junit.Test;

/** {@link DropByArrivalFn} where its clock does not go on evenly, and with state of before. */
public class DropByArrivalFnTest {

  private final ByHandClock clock = new ByHandClock();
  private final MapInMemory<Digest, Long> arrived =
      new MapInMemory<>(Digest.DigestCoder.of(), BigEndianLongCoder.of(), new Random(1));
  private final ValueInMemory<Long> collectAt = new ValueInMemory<>();
  private final ValueInMemory<String> known = new ValueInMemory<>();
  private final List<String> passed = new ArrayList<>();

  @Test
  public void clockThatWasFarAhead_dropsNothingNew() {
    comes(within(10), 1_000_000, "a");

    comes(within(10), 100, "a");
    comes(within(10), 105, "a");
    comes(within(10), 110, "a");

    assertThat(passed, contains("a:1000000@0", "a:100@0", "a:110@0"));
  }

  @Test
  public void clockThatWasFarAhead_whatItLeft_isCollected_andThenWhatIsOver() {
    comes(within(10), 1_000_000, "a");

    comes(within(10), 100, "b");
    assertThat(arrived.size(), equalTo(1));
    comes(within(10), 114, "c");
    assertThat(arrived.size(), equalTo(2));
    comes(within(10), 115, "d");
    assertThat(arrived.size(), equalTo(2));
  }

  @Test
  public void clockThatGoesBackALittle_forgetsNothing() {
    comes(within(10), 100, "a");

    comes(within(10), 98, "a");
    comes(within(10), 109, "a");
    comes(within(10), 110, "a");

    assertThat(passed, contains("a:100@0", "a:110@0"));
  }

  @Test
  public void stateOfALongerTime_isCollectedByTheShorterOne() {
    comes(within(1_000), 100, "a");

    comes(within(10), 300, "b");

    assertThat(arrived.size(), equalTo(1));
  }

  @Test
  public void stateOfAShorterTime_isFoundByTheLongerOne() {
    comes(within(10), 100, "a");

    comes(within(20), 115, "a");
    comes(within(20), 120, "a");

    assertThat(passed, contains("a:100@0", "a:120@0"));
  }

  @Test
  public void stateOfOtherBuckets_isRefused() {
    comes(within(10), 100, "a");
    DropByArrivalFn eight = FnDriver.fn(DropByArrivalFn.class, within(10), 8);

    assertThat(
        assertThrows(IllegalStateException.class, () -> comes(eight, 101, "a")).getMessage(),
        equalTo(
            "DropDuplicates: its state is of other settings (by(id STRING),"
                + " withinProcessingTime(), --stateBuckets=4) than it has now (by(id STRING),"
                + " withinProcessingTime(), --stateBuckets=8). Leave them as they were, and go back"
                + " to the savepoint that it was started from, not to a later checkpoint, which may"
                + " have state of both; or apply it under another name and start without its state"
                + " (on Flink: --allowNonRestoredState)."));
  }

  @Test
  public void stateOfOtherKeyFields_isRefused() {
    comes(within(10), 100, "a");
    DropDuplicates all =
        DropDuplicates.byAllFields().withinProcessingTime(Duration.ofMillis(10)).withClock(clock);

    assertThat(
        assertThrows(IllegalStateException.class, () -> comes(all, 101, "a")).getMessage(),
        containsString(
            "(by(id STRING), withinProcessingTime(), --stateBuckets=4) than it has now"
                + " (by(id STRING, n INT), withinProcessingTime(), --stateBuckets=4)"));
    assertThat(passed, contains("a:100@0"));
  }

  private DropDuplicates within(long millis) {
    return DropDuplicates.by("id").withinProcessingTime(Duration.ofMillis(millis)).withClock(clock);
  }

  private void comes(DropDuplicates drop, long now, String id) {
    comes(FnDriver.fn(DropByArrivalFn.class, drop, 4), now, id);
  }

  private void comes(DropByArrivalFn fn, long now, String id) {
    clock.set(now);
    FnDriver<KV<Integer, List<Keyed>>> driver = new FnDriver<>(fn);
    Keyed keyed = new Keyed(new Digest(id.hashCode(), 0), 0, Events.at(0, id, now).getValue());
    fn.process(driver.element(KV.of(0, List.of(keyed))), arrived, collectAt, known);
    passed.addAll(driver.passed());
  }
}
