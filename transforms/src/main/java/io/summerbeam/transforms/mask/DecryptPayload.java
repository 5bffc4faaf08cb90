package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.failure.DeadLetter;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** See {@link PayloadPolicies#decrypt(KeysetSource)}. */
final class DecryptPayload implements SerializableFunction<DeadLetter, DeadLetter> {

  private static final long serialVersionUID = 1;

  private final KeysetSource keyset;
  private final @Nullable KeysetSource perSubject;
  private transient @Nullable LetterSeal seal;

  DecryptPayload(KeysetSource keyset, @Nullable KeysetSource perSubject) {
    this.keyset = keyset;
    this.perSubject = perSubject;
  }

  @Override
  public DeadLetter apply(DeadLetter letter) {
    try {
      return seal().open(letter);
    } catch (MaskException e) {
      if (e.isRetryable()) {
        throw new IllegalStateException(
            "The dead letter " + letter.id() + " cannot be decrypted now. " + e.getMessage(), e);
      }
      throw new IllegalArgumentException(
          "The dead letter " + letter.id() + " cannot be decrypted. " + e.getMessage(), e);
    }
  }

  private synchronized LetterSeal seal() {
    LetterSeal opened = seal;
    if (opened == null) {
      opened = LetterSeal.of(keyset, perSubject);
      seal = opened;
    }
    return opened;
  }
}
