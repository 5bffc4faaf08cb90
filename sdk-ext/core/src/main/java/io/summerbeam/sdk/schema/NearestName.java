package io.summerbeam.sdk.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;

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

  // The class that replaces this method would be a dependency more for one message.
  @SuppressWarnings("deprecation")
  private static int distance(String a, String b) {
    return StringUtils.getLevenshteinDistance(
        a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
