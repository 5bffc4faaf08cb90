package io.summerbeam.benchmarks.mask;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/**
 * E-mail and phone to pseudonyms, the name to a fixed text, as well as one can by hand: the states
 * of HMAC's two digests behind the key are kept and cloned, fields are read by index.
 */
final class MaskFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private static final int BLOCK = 64;
  private static final int DIGEST = 32;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private transient MessageDigest inner = keyed((byte) 0x36);
  private transient MessageDigest outer = keyed((byte) 0x5c);
  private transient byte[] digest = new byte[DIGEST];
  private transient byte[] hex = new byte[2 * DIGEST];

  @Setup
  public void setup() {
    inner = keyed((byte) 0x36);
    outer = keyed((byte) 0x5c);
    digest = new byte[DIGEST];
    hex = new byte[2 * DIGEST];
  }

  @ProcessElement
  public void process(ProcessContext context) throws CloneNotSupportedException, DigestException {
    Row row = context.element();
    Object[] values = row.getValues().toArray();
    values[People.EMAIL] = pseudonym((String) values[People.EMAIL]);
    values[People.PHONE] = pseudonym((String) values[People.PHONE]);
    values[People.NAME] = People.REDACTED;
    context.output(Row.withSchema(People.SCHEMA).attachValues(Arrays.asList(values)));
  }

  private String pseudonym(String value) throws CloneNotSupportedException, DigestException {
    MessageDigest hash = (MessageDigest) inner.clone();
    hash.update(value.getBytes(StandardCharsets.UTF_8));
    hash.digest(digest, 0, DIGEST);
    hash = (MessageDigest) outer.clone();
    hash.update(digest);
    hash.digest(digest, 0, DIGEST);
    for (int i = 0; i < DIGEST; i++) {
      hex[2 * i] = HEX[(digest[i] >> 4) & 0xF];
      hex[2 * i + 1] = HEX[digest[i] & 0xF];
    }
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  /** The state of a digest that has read the key, padded to a block. */
  private static MessageDigest keyed(byte pad) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      byte[] block = Arrays.copyOf(People.KEY, BLOCK);
      for (int i = 0; i < BLOCK; i++) {
        block[i] ^= pad;
      }
      hash.update(block);
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
