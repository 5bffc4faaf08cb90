package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** {@link GroupKey} and {@link Slot}: spread evenly, whoever has chosen the keys. */
public class GroupKeyTest {

  private static final Schema KEY = Schema.builder().addStringField("key").build();

  @Test
  public void textsOfOneHash_areSpread() {
    Set<Integer> javas = new HashSet<>();
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> buckets = new HashSet<>();
    for (int i = 0; i < 4096; i++) {
      StringBuilder text = new StringBuilder();
      for (int pair = 0; pair < 12; pair++) {
        text.append(((i >> pair) & 1) == 0 ? "Aa" : "BB");
      }
      GroupKey key = key(text.toString());
      javas.add(text.toString().hashCode());
      hashes.add(key.hashCode());
      buckets.add(key.bucket(64));
    }
    assertThat(javas, hasSize(1));
    assertThat(hashes.size(), greaterThan(4000));
    assertThat(buckets, hasSize(64));
  }

  // It is part of the state: another one does not find what was kept. The number is that of
  // XXH3.
  @Test
  public void bucket_isTheSameInEveryJvm() {
    assertThat(key("Turku").bucket(1000), equalTo(316));
  }

  @Test
  public void keys_areOrderedByTheirBytes() {
    List<GroupKey> keys =
        new ArrayList<>(List.of(key("b"), key("\u00e4"), key("a"), key("B"), key("aa")));
    Collections.sort(keys);
    // The length comes before the text.
    assertThat(keys, contains(key("B"), key("a"), key("b"), key("aa"), key("\u00e4")));
    assertThat(key("a").compareTo(key("a")), equalTo(0));
    assertThat(key("a"), equalTo(key("a")));
    assertThat(key("Aa"), not(equalTo(key("BB"))));
  }

  @Test
  public void slots_areOrderedByKeyStartAndLength() {
    List<Slot> slots =
        new ArrayList<>(
            List.of(
                new Slot(key("b"), 0, 1),
                new Slot(key("a"), 7, 1),
                new Slot(key("a"), 0, 2),
                new Slot(key("a"), 0, 1)));
    Collections.sort(slots);
    assertThat(
        slots,
        contains(
            new Slot(key("a"), 0, 1),
            new Slot(key("a"), 0, 2),
            new Slot(key("a"), 7, 1),
            new Slot(key("b"), 0, 1)));
    assertThat(new Slot(key("a"), 0, 1).compareTo(new Slot(key("a"), 0, 1)), equalTo(0));
  }

  private static GroupKey key(String key) {
    return GroupKey.of(Row.withSchema(KEY).addValues(key).build(), RowCoder.of(KEY));
  }
}
