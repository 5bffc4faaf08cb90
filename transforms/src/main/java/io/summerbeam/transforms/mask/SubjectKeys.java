package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeyAbsentException;
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
   * keyset when the subject comes and when it was read too long ago.
   *
   * <p><b>Beware:</b> its {@link KeySource#read} must throw a {@link KeyAbsentException} if, and
   * only if, it is sure that there is no keyset: the store has answered, and has none. Then the
   * subject counts as erased: a record of it is a dead letter, and a dead letter of it loses its
   * payload. Anything else that it throws (no connection, no permission, a time-out) says that the
   * keyset cannot be read now: that is thrown, so that the bundle is tried again and nothing is
   * lost.
   *
   * @param subject not empty; text of the data, so it is neither trusted nor shown
   * @throws IllegalArgumentException if it cannot be anybody's; the message does not show it
   */
  KeySource of(String subject);
}
