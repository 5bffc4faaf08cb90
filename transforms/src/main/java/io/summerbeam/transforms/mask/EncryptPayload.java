package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import org.jspecify.annotations.Nullable;

/** See {@link PayloadPolicies#encrypt(KeysetSource)}. */
final class EncryptPayload implements PayloadPolicy {

  private static final long serialVersionUID = 1;

  private final KeysetSource keyset;
  private final @Nullable KeysetSource perSubject;
  private transient @Nullable LetterSeal seal;

  EncryptPayload(KeysetSource keyset, @Nullable KeysetSource perSubject) {
    this.keyset = keyset;
    this.perSubject = perSubject;
  }

  @Override
  public void open() {
    LetterSeal unused = seal();
  }

  @Override
  public DeadLetter apply(DeadLetter letter) {
    return seal().seal(letter, true);
  }

  /** Leaves the payload as it is, which was seen to. */
  DeadLetter applyToKeyAndHeaders(DeadLetter letter) {
    return seal().seal(letter, false);
  }

  private synchronized LetterSeal seal() {
    LetterSeal opened = seal;
    if (opened == null) {
      opened = LetterSeal.of(keyset, perSubject);
      seal = opened;
    }
    return opened;
  }

  @Override
  public String toString() {
    return "encrypt(" + keyset + (perSubject == null ? "" : ", " + perSubject) + ")";
  }
}
