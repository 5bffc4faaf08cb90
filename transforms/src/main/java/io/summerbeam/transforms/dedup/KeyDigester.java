package io.summerbeam.transforms.dedup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * Digests the key fields of rows. A cryptographic hash, because two records with one digest would
 * be taken for duplicates: nobody can make them collide, and 128 bits do not by chance.
 */
final class KeyDigester {

  private final int[] indexes;
  private final Schema keySchema;
  private final RowCoder coder;
  private final MessageDigest sha256;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

  /**
   * @param indexes of the key fields in the rows to come, in an order that is always the same
   */
  KeyDigester(Schema keySchema, int[] indexes) {
    this.keySchema = keySchema;
    this.indexes = indexes.clone();
    this.coder = RowCoder.of(keySchema);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  Digest digest(Row row) {
    Object[] key = new Object[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      key[i] = row.getValue(indexes[i]);
    }
    bytes.reset();
    try {
      coder.encode(Row.withSchema(keySchema).attachValues(Arrays.asList(key)), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(bytes.toByteArray()));
    return new Digest(hash.getLong(), hash.getLong());
  }
}
