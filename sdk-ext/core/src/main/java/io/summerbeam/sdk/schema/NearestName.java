package io.summerbeam.sdk.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant, for messages about names that do not exist. */
public final class NearestName {

  private NearestName() {}

  /**
   * Returns the candidate with the smallest edit distance to {@code name} (letter case counts for
   * nothing), if one is near enough to be a likely slip: about a third of the name's length, and at
   * least one edit.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    int atMost = Math.max(1, (name.length() + 1) / 3);
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= atMost)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Returns {@code ". Did you mean 'x'?"}, or {@code "."} where no candidate is near. */
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates).map(nearest -> ". Did you mean '" + nearest + "'?").orElse(".");
  }

  /**
   * How many characters have to be put in, left out, replaced or swapped with the next one. The
   * library on the class path counts a swap, the commonest slip, as two.
   */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
