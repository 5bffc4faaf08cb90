package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.values.Row;

/**
 * A rule that knows its input; it stays where it was bound, and is called by one thread at a time.
 *
 * <p>A class and not an interface, because there are many of them behind one call, which a virtual
 * machine then finds through a table instead of searching for it.
 */
abstract class RowCheck {

  /** Whether the row keeps the rule. */
  abstract boolean holds(Row row);
}
