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
        finders[i] = builtIn.finder(replacements);
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
      int sureEdge = hits == null ? 0 : hits.sureEdge();
      for (int detector : asked[text.charAt(at)]) {
        int from = hits == null ? 0 : Math.max(hits.end(detector), sureEdge);
        // A detector does not look into its own hits, so that a long one is read once.
        long span = at < from ? Finder.NONE : find(finders[detector], text, at, from, edge);
        if (span != Finder.NONE && !touchesReplacedWord(finders[detector], text, span)) {
          hits = hits == null ? new Hits(finders.length) : hits;
          if (replacements.end(text, Span.start(span)) == Span.end(span)) {
            hits.pass(detector, span);
          } else {
            hits.add(detector, span);
          }
          if (finders[detector].endsForSure()) {
            hits.endForSure(span);
          }
        }
      }
    }
    return hits;
  }

  private static long find(Finder finder, String text, int at, int from, int edge) {
    long span = finder.find(text, at, from, edge);
    boolean behindAnother = from < edge && edge <= at && at - edge <= Finder.LOOKS_BACK;
    // Another hit may have taken the beginning, but the rest is one, too.
    return span == Finder.NONE && behindAnother ? finder.find(text, at, edge, edge) : span;
  }

  /** Whether a word touched its end before that was replaced. */
  private boolean touchesReplacedWord(Finder finder, String text, long span) {
    int replaced = finder.endsAsWord() ? replacements.at(text, Span.end(span)) : Replacements.NOBODY;
    return replaced != Replacements.NOBODY
        && finders[replaced] != null
        && finders[replaced].beginsAsWord();
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
