package io.summerbeam.sdk.lookup;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * A source whose keys and values are Rows of schemas that are known when the pipeline is built.
 *
 * <p>The keys that a {@link Lookup} of it is asked for are of {@link #keySchema}, with no null in
 * them; the keys it answers with equal them.
 */
public interface RowLookupSource extends LookupSource<Row, Row> {

  /** The fields of a key, in order. */
  Schema keySchema();

  /** What there is for a key. */
  Schema valueSchema();
}
