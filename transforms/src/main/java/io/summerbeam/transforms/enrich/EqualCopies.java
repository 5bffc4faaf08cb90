package io.summerbeam.transforms.enrich;

import java.io.Serializable;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * Whether what the user gave equals its serialized copies: on a worker each instance of a step has
 * one of its own, and those that are equal share a table, or a connection.
 */
final class EqualCopies {

  private EqualCopies() {}

  /**
   * Refuses what does not equal its copy.
   *
   * @param where the method, for the message
   * @param what it is, as "a loader"
   * @param so what a worker does where copies are equal, as "loads the table once"
   */
  static void require(String where, String what, String so, Serializable given) {
    Serializable copy = SerializableUtils.clone(given);
    if (!copy.equals(given) || copy.hashCode() != given.hashCode()) {
      throw new IllegalArgumentException(
          where
              + ": "
              + what
              + " must equal its serialized copy, so that a worker "
              + so
              + ", but that of "
              + given.getClass().getName()
              + " does not. Define equals() and hashCode() by its settings, or make it a record.");
    }
  }
}
