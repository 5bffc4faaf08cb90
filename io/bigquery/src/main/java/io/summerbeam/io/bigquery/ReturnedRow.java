package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.TableRow;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * The form in which a rejected row comes back: all of it, with the fields that are not sent, packed
 * into one cell. What the service was sent would lack its provenance, and the types of its fields.
 */
final class ReturnedRow implements SerializableFunction<OutgoingRow, TableRow> {

  private static final long serialVersionUID = 1;
  private static final String CELL = "outgoing_row";

  private final Coder<OutgoingRow> coder;

  ReturnedRow(Coder<OutgoingRow> coder) {
    this.coder = coder;
  }

  @Override
  public TableRow apply(OutgoingRow outgoing) {
    try {
      return new TableRow().set(CELL, CoderUtils.encodeToBase64(coder, outgoing));
    } catch (CoderException e) {
      throw new IllegalStateException("A row that was read could not be encoded.", e);
    }
  }

  /** The inverse. */
  OutgoingRow read(TableRow returned) {
    try {
      return CoderUtils.decodeFromBase64(
          coder, (String) Objects.requireNonNull(returned.get(CELL)));
    } catch (CoderException e) {
      throw new IllegalStateException("A row that was encoded could not be read.", e);
    }
  }
}
