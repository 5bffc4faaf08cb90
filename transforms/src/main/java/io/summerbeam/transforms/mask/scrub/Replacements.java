package io.summerbeam.transforms.mask.scrub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is put in the place of hits: the name of the detector in brackets, or always the same. */
final class Replacements {

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
   * Whether a replacement stands there already. A fixed text says nothing: it may be the beginning
   * of a password.
   */
  boolean standsAt(String text, int at) {
    if (areNames && text.charAt(at) == '[') {
      for (String each : texts) {
        if (text.startsWith(each, at)) {
          return true;
        }
      }
    }
    return false;
  }
}
