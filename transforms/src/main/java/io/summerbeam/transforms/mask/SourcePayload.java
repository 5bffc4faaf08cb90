package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.values.Row;

/**
 * Takes the bytes a record was read from out of its provenance: all that is masked in the record is
 * still in them.
 */
final class SourcePayload implements ValueMask {

  /** Where it is applied. */
  static final FieldPath PATH = FieldPath.of(Provenance.FIELD_NAME);

  private static final int PAYLOAD = Provenance.SCHEMA.indexOf("payload");

  @Override
  public Object apply(Object value, Row record) {
    Row provenance = (Row) value;
    Object payload = provenance.getValue(PAYLOAD);
    return payload == null
        ? provenance
        : Provenance.fromRow(provenance).withoutPayload().toRow();
  }
}
