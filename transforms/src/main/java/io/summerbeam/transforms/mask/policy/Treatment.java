package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.yaml.YamlErrors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy wants done, wherever that will be.
 *
 * @param technique its name in policies
 * @param line where it stands
 * @param rule makes the rule for a path; null where the value is to be kept, and where something is
 *     wrong with the treatment, which was noted
 */
record Treatment(String technique, int line, @Nullable Function<String, MaskRule> rule) {

  static Treatment of(String technique, int line, Function<String, MaskRule> rule) {
    return new Treatment(technique, line, rule);
  }

  /** The value stays as it is, and somebody has decided so. */
  static Treatment keep(int line) {
    return new Treatment(Techniques.KEEP, line, null);
  }

  /** Something is wrong with it, which was noted. */
  static Treatment broken(int line) {
    return new Treatment("", line, null);
  }

  /** Whether the value stays as it is. */
  boolean isKeep() {
    return technique.equals(Techniques.KEEP);
  }

  /** The rule for a path; null if the value is kept, or if no rule can be made, which is noted. */
  @Nullable MaskRule at(FieldPath path, YamlErrors errors) {
    if (rule == null) {
      return null;
    }
    try {
      return rule.apply(path.text());
    } catch (IllegalArgumentException e) {
      errors.add(line, "'" + path + "': " + PolicyWords.of(e));
      return null;
    }
  }
}
