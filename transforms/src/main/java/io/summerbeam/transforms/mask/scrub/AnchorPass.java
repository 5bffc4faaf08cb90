package io.summerbeam.transforms.mask.scrub;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text for all finders. It steps from anchor to anchor and asks at each the finders
 * that it is an anchor of; what is between costs a look into a table.
 */
final class AnchorPass {

  private static final int ASCII = 128;
  private static final int[] NOBODY = {};

  private final Replacements replacements;
  private final Finder[] finders;

  /** For each character the numbers of the detectors to ask. */
  private final int[][] asked = new int[ASCII][];

  private final boolean[] isAnchor = new boolean[ASCII];

  AnchorPass(List<Detector> detectors, Replacements replacements) {
    this.replacements = replacements;
    this.finders = new Finder[detectors.size()];
    Arrays.fill(asked, NOBODY);
    for (int i = 0; i < finders.length; i++) {
      if (detectors.get(i) instanceof BuiltIn builtIn) {
        finders[i] = builtIn.finder();
        for (char anchor : finders[i].anchors().toCharArray()) {
          asked[anchor] = Arrays.copyOf(asked[anchor], asked[anchor].length + 1);
          asked[anchor][asked[anchor].length - 1] = i;
          isAnchor[anchor] = true;
        }
      }
    }
  }

  /** What is found, or null if that is nothing. */
  @Nullable Hits find(String text) {
    Hits hits = null;
    for (int at = next(text, 0); at < text.length(); at = next(text, at + 1)) {
      int edge = hits == null ? 0 : hits.edge();
      for (int detector : asked[text.charAt(at)]) {
        int from = hits == null ? 0 : hits.end(detector);
        // A detector does not look into its own hits, so that a long one is read once.
        long span = at < from ? Finder.NONE : finders[detector].find(text, at, from, edge);
        if (span != Finder.NONE) {
          hits = hits == null ? new Hits(finders.length) : hits;
          if (replacements.standsAt(text, Span.start(span))) {
            hits.pass(detector, span);
          } else {
            hits.add(detector, span);
          }
        }
      }
    }
    return hits;
  }

  /** The first anchor from an index on, or the length. */
  private int next(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c < ASCII && isAnchor[c] && !isInsideDigits(text, at, c)) {
        return at;
      }
      at++;
    }
    return at;
  }

  private static boolean isInsideDigits(String text, int at, char c) {
    return Characters.isDigit(c) && at > 0 && Characters.isDigit(text.charAt(at - 1));
  }
}
