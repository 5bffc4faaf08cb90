package io.summerbeam.transforms.mask.scrub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what detectors find in text: {@code mail bob@example.com} becomes {@code mail [EMAIL]}.
 *
 * <p>The detectors of {@link Detectors} run in one pass, whose time grows with the length of the
 * text and not with what is in it; each pattern is a pass of its own. Text in which nothing is
 * found is given back itself; the detectors of {@link Detectors} allocate nothing for it, patterns
 * do.
 *
 * <p><b>Overlaps.</b> Each detector finds its hits from left to right, apart from each other. Hits
 * of several detectors that overlap are replaced together, so that no part of any is left over: by
 * the name of the one that begins first; of those, of the longest; of those, of the first in the
 * list. Where a hit took the beginning of what another detector looks for, the rest is looked at,
 * too. Only behind {@link Detectors#URL_CREDENTIALS} the host stays, although {@code password@host}
 * looks like an address.
 *
 * <p><b>Again.</b> Scrubbed text stays as it is when it is scrubbed again with the same detectors
 * of {@link Detectors} and {@link #of}'s replacements: a value without quotes that begins with one
 * of them was masked already, and a number that one touches was touched by a word before.
 *
 * <p>Immutable, and made where it is used: it holds tables and is not serializable.
 */
public final class Scrubber {

  private final List<Detector> detectors;
  private final Replacements replacements;
  private final AnchorPass anchors;
  private final List<PatternPass> patterns;

  private Scrubber(List<Detector> detectors, @Nullable String fixed) {
    this.detectors = detectors;
    replacements = new Replacements(detectors, fixed);
    anchors = new AnchorPass(detectors, replacements);
    patterns = new ArrayList<>();
    for (int i = 0; i < detectors.size(); i++) {
      if (detectors.get(i) instanceof PatternDetector pattern) {
        patterns.add(new PatternPass(i, pattern.pattern()));
      }
    }
  }

  /**
   * Replaces what these detectors find by their names in brackets.
   *
   * @throws IllegalArgumentException if there are none, or two of the same name
   */
  public static Scrubber of(List<Detector> detectors) {
    if (detectors.isEmpty()) {
      throw new IllegalArgumentException("the detectors must be one or more, but there is none");
    }
    Set<String> names = new HashSet<>();
    for (Detector each : detectors) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException(
            "each detector must have a name of its own, but two are called " + each.name());
      }
    }
    return new Scrubber(List.copyOf(detectors), null);
  }

  /** Puts the same text in the place of all that is found: {@code ***}, or nothing. */
  public Scrubber withReplacement(String text) {
    return new Scrubber(detectors, text);
  }

  /** The detectors, in the order in which they count what they found. */
  public List<Detector> detectors() {
    return detectors;
  }

  /** The text without personal data; itself, if nothing is found. */
  public String scrub(String text) {
    Hits hits = find(text);
    return hits == null ? text : hits.replace(text, replacements, new int[detectors.size()]);
  }

  /**
   * The text without personal data, and what it was.
   *
   * @param found for each of {@link #detectors}, to which the number of replacements is added
   * @throws IllegalArgumentException if it has another length
   */
  public String scrub(String text, int[] found) {
    if (found.length != detectors.size()) {
      throw new IllegalArgumentException(
          "the counts must be one for each detector, "
              + detectors.size()
              + ", but there are: "
              + found.length);
    }
    Hits hits = find(text);
    return hits == null ? text : hits.replace(text, replacements, found);
  }

  private @Nullable Hits find(String text) {
    Hits hits = anchors.find(text);
    for (PatternPass pattern : patterns) {
      hits = pattern.find(text, hits, detectors.size());
    }
    return hits == null || hits.isEmpty() ? null : hits;
  }
}
