package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.KeysetCipher;
import org.apache.beam.sdk.values.Row;

/** The keyset at work: that of the record's subject, or one for all. */
interface RecordKeyset {

  /** The keys for a record. */
  KeysetCipher of(Row record) throws MaskException;
}
