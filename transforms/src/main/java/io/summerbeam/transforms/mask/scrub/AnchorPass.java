package io.summerbeam.transforms.mask.scrub;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text for all finders. It steps from anchor to anchor and asks at each the finders
 * that may find something there; what is between costs a look into a table.
 */
final class AnchorPass {

  private final Replacements replacements;
  private final AnchorTable table;

  /** By their numbers in the table. */
  private final Finder[] finders;

  /** The number of each among all detectors. */
  private final int[] detectors;

  /** Of each among all detectors, {@link Finder#beginsAsWord}. */
  private final boolean[] areWords;

  AnchorPass(List<Detector> all, Replacements replacements) {
    this.replacements = replacements;
    List<Finder> asked = new ArrayList<>();
    detectors = new int[all.size()];
    areWords = new boolean[all.size()];
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof BuiltIn builtIn) {
        Finder finder = builtIn.finder(replacements);
        detectors[asked.size()] = i;
        areWords[i] = finder.beginsAsWord();
        asked.add(finder);
      }
    }
    finders = asked.toArray(new Finder[0]);
    table = new AnchorTable(finders);
  }

  /** What is found, or null if that is nothing. */
  @Nullable Hits find(String text) {
    Hits hits = null;
    int at = table.next(text, 0);
    while (at < text.length()) {
      int end = AnchorTable.end(text, at);
      int asked = table.asked(text, at, end);
      if (asked != 0) {
        hits = ask(asked, text, at, hits);
      }
      at = table.next(text, end);
    }
    return hits;
  }

  private @Nullable Hits ask(int asked, String text, int at, @Nullable Hits before) {
    Hits hits = before;
    int edge = hits == null ? 0 : hits.edge();
    int sureEdge = hits == null ? 0 : hits.sureEdge();
    for (int rest = asked; rest != 0; rest &= rest - 1) {
      int number = Integer.numberOfTrailingZeros(rest);
      Finder finder = finders[number];
      int from = hits == null ? 0 : Math.max(hits.end(detectors[number]), sureEdge);
      // A detector does not look into its own hits, so that a long one is read once.
      long span = at < from ? Finder.NONE : find(finder, text, at, from, edge);
      if (span != Finder.NONE && !touchesReplacedWord(finder, text, span)) {
        hits = hits == null ? new Hits(areWords.length) : hits;
        if (replacements.end(text, Span.start(span)) == Span.end(span)) {
          hits.pass(detectors[number], span);
        } else {
          hits.add(detectors[number], span);
        }
        if (finder.endsForSure()) {
          hits.endForSure(span);
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
    int replaced =
        finder.endsAsWord() ? replacements.at(text, Span.end(span)) : Replacements.NOBODY;
    return replaced != Replacements.NOBODY && areWords[replaced];
  }
}
