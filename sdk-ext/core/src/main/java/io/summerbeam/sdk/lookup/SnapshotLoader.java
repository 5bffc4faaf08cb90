package io.summerbeam.sdk.lookup;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * Reads a whole table, again and again: what a worker's copy of it is made from.
 *
 * <p>Two loaders that are equal share one copy per worker; implementations define {@code equals}
 * and {@code hashCode} by their settings. Secrets are held as references ({@link
 * io.summerbeam.sdk.secret.KeySource}), never as values.
 */
public interface SnapshotLoader extends Serializable {

  /** The schema of the table's rows. */
  Schema schema();

  /**
   * Reads the table as it is now. Called on a background thread of a worker; what it opens, it
   * closes.
   *
   * @param rows takes one row after the other, of {@link #schema}
   * @throws LookupException if the table cannot be read to its end; what was read is thrown away
   */
  void load(Consumer<Row> rows) throws LookupException;
}
