package io.summerbeam.transforms.mask;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.values.Row;

/** What a ciphertext is bound to: it is not decrypted beside anything else. */
interface AssociatedData {

  /** The bytes for a record. */
  byte[] of(Row record) throws MaskException;

  /** The same text for all records; the empty one binds to nothing. */
  static AssociatedData text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return record -> bytes;
  }
}
