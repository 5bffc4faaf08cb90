package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;

/**
 * Says where the keyset of each data subject is, for {@link KeysetSource#perSubject}. Like a {@link
 * KeySource} it travels with the pipeline and holds references only, and {@code toString} shows no
 * more. Two that are equal share what was read.
 */
@FunctionalInterface
public interface SubjectKeys extends Serializable {

  /**
   * Where the keyset of a subject is; nothing is read here. What this gives back is asked for the
   * keyset when the subject comes and when it was read too long ago, and throws an
   * IllegalStateException if there is none: a record of the subject is a dead letter then.
   *
   * @param subject not empty; text of the data, so it is neither trusted nor shown
   * @throws IllegalArgumentException if it cannot be anybody's; the message does not show it
   */
  KeySource of(String subject);
}
