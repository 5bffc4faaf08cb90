package io.summerbeam.samples.unmask;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.MaskPayload;

/**
 * Leaves records as they came in, which are masked: masked twice, they could not be run again. What
 * could not be read may be anything, so that the policy's own treatment is for it.
 *
 * @param policy what masks
 * @param readStep the name of the step that reads
 */
record AsItCame(PayloadPolicy policy, String readStep) implements PayloadPolicy {

  private static final long serialVersionUID = 1;

  /** The policy itself where it does not mask but encrypt, drop or keep. */
  static PayloadPolicy of(PayloadPolicy policy, String readStep) {
    return policy instanceof MaskPayload ? new AsItCame(policy, readStep) : policy;
  }

  @Override
  public DeadLetter apply(DeadLetter letter) {
    return letter.step().equals(readStep) ? policy.apply(letter) : letter;
  }
}
