package io.summerbeam.transforms.mask.scrub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is put in the place of hits: the name of the detector in brackets, or always the same. */
final class Replacements {

  static final int NOBODY = -1;

  private final String[] texts;
  private final boolean areNames;

  Replacements(List<Detector> detectors, @Nullable String fixed) {
    areNames = fixed == null;
    texts = new String[detectors.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = fixed == null ? "[" + detectors.get(i).name() + "]" : fixed;
    }
  }

  String of(int detector) {
    return texts[detector];
  }

  /**
   * The detector whose replacement stands there already, or {@link #NOBODY}. A fixed text says
   * nothing: it may be the beginning of a password.
   */
  int at(String text, int at) {
    if (areNames && at < text.length() && text.charAt(at) == '[') {
      for (int i = 0; i < texts.length; i++) {
        if (text.startsWith(texts[i], at)) {
          return i;
        }
      }
    }
    return NOBODY;
  }

  /** The end of the replacement that stands there already; the index itself if there is none. */
  int end(String text, int at) {
    int detector = at(text, at);
    return detector == NOBODY ? at : at + texts[detector].length();
  }
}
