package io.summerbeam.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that was probably meant. The one of the SDK is on no class path here. */
final class NearestName {

  private NearestName() {}

  /** Returns {@code ". Did you mean 'x'?"}, or {@code "."} where no candidate is near. */
  static String hint(String name, Collection<String> candidates) {
    int atMost = Math.max(1, (name.length() + 1) / 3);
    return candidates.stream()
        .filter(candidate -> edits(name, candidate) <= atMost)
        .min(
            Comparator.<String>comparingInt(candidate -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(nearest -> ". Did you mean '" + nearest + "'?")
        .orElse(".");
  }

  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
