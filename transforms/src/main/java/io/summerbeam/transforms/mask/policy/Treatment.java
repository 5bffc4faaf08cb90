package io.summerbeam.transforms.mask.policy;

import io.summerbeam.transforms.mask.MaskRule;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy wants done, wherever that will be.
 *
 * @param technique its name in policies
 * @param line where it stands
 * @param rule makes the rule for a path; null where the value is to be kept, and where something is
 *     wrong with the treatment, which was noted
 * @param broken whether something is wrong with it
 */
record Treatment(
    String technique, int line, @Nullable Function<String, MaskRule> rule, boolean broken) {

  static Treatment of(String technique, int line, Function<String, MaskRule> rule) {
    return new Treatment(technique, line, rule, false);
  }

  /** The value stays as it is, and somebody has decided so. */
  static Treatment keep(int line) {
    return new Treatment(Techniques.KEEP, line, null, false);
  }

  static Treatment broken(int line) {
    return new Treatment("", line, null, true);
  }
}
