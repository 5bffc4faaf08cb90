package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Test;

/** {@link SplitDuplicates} says the same of itself as what it is made from. */
public class SplitDuplicatesTest {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  public void alternative_isThatOfTheTransformItIsMadeFrom() {
    DropDuplicates exact = DropDuplicates.by("id").within(DAY);
    DropDuplicatesApproximately approximate = DropDuplicatesApproximately.by("id").within(DAY);
    assertThat(exact.keepingDuplicates().alternative(), equalTo(exact.alternative()));
    assertThat(
        exact.keepingDuplicates().withoutCounts().alternative(), equalTo(exact.alternative()));
    assertThat(approximate.keepingDuplicates().alternative(), equalTo(approximate.alternative()));
  }

  @Test
  public void displayData_isThatOfTheTransformItIsMadeFrom() {
    Map<String, Object> items = new TreeMap<>();
    DisplayData.from(DropDuplicates.by("id").within(DAY).keepingDuplicates())
        .items()
        .forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items, equalTo(Map.of("fields", "id", "within", "PT24H", "keeps", "first")));
  }
}
