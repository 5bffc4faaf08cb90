package io.summerbeam.transforms.mask;

import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A rule at work at the end of its path. What cannot be masked is said with the rule's name. */
final class RuleMask implements ValueMask {

  private final String rule;
  private final ValueMask mask;

  RuleMask(String rule, ValueMask mask) {
    this.rule = rule;
    this.mask = mask;
  }

  @Override
  public @Nullable Object apply(Object value, Row record) throws MaskException {
    try {
      return mask.apply(value, record);
    } catch (MaskException e) {
      throw e.in(rule);
    } catch (RuntimeException e) {
      throw MaskException.unexpected(e).in(rule);
    }
  }
}
