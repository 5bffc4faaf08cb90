package io.summerbeam.transforms.validate;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** What is asked of single values, before their type is known. */
interface ValueCondition extends Serializable {

  /** In words, to stand behind a field's path: {@code is at least 0}. */
  String text();

  /**
   * Fits it to a type.
   *
   * @param where the expectation and the field, first words of messages
   * @throws IllegalArgumentException if it does not fit
   */
  ValueTest on(FieldType type, String where);
}
