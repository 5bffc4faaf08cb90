package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.RowCoder;

/** Encodes a dead letter as the Row of its schema. */
final class DeadLetterCoder extends CustomCoder<DeadLetter> {

  private static final long serialVersionUID = 1;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();
  private static final RowCoder ROW = RowCoder.of(DeadLetterRow.SCHEMA);

  static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DeadLetter letter, OutputStream out) throws IOException {
    ROW.encode(letter.toRow(), out);
  }

  @Override
  public DeadLetter decode(InputStream in) throws IOException {
    return DeadLetter.fromRow(ROW.decode(in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetterCoder;
  }

  @Override
  public int hashCode() {
    return DeadLetterCoder.class.hashCode();
  }
}
