package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Letters counted by status: all of them, and those of each reason, step and day. */
final class Tally {

  /** Behind so many groups, the rest is counted together. */
  static final int MAX_GROUPS = 1_000;

  static final String OTHERS = "(others)";

  private final Counts all = new Counts();
  private final Map<Grouping, Map<String, Counts>> groups = new EnumMap<>(Grouping.class);

  Tally() {
    for (Grouping grouping : Grouping.values()) {
      groups.put(grouping, new TreeMap<>());
    }
  }

  void add(StoredLetter stored) {
    all.add(stored.status());
    groups.forEach(
        (grouping, counts) -> {
          String group = grouping.of(stored.letter());
          boolean hasRoom = counts.size() < MAX_GROUPS || counts.containsKey(group);
          counts
              .computeIfAbsent(hasRoom ? group : OTHERS, unused -> new Counts())
              .add(stored.status());
        });
  }

  /** Of all letters. */
  Counts all() {
    return all;
  }

  /** Of each group, by its name. */
  Map<Grouping, Map<String, Counts>> groups() {
    return groups;
  }

  /** Letters by status. */
  static final class Counts {

    private final Map<LetterStatus, Long> counts = new EnumMap<>(LetterStatus.class);

    private void add(LetterStatus status) {
      counts.merge(status, 1L, Long::sum);
    }

    long of(LetterStatus status) {
      return counts.getOrDefault(status, 0L);
    }

    long sum() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
