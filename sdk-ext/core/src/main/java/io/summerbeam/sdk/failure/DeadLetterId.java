package io.summerbeam.sdk.failure;

import io.summerbeam.sdk.source.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The id of a dead letter: the first 16 bytes of a SHA-256 over what identifies the failure, or
 * random ones.
 */
final class DeadLetterId {

  private static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private DeadLetterId() {}

  /** Of a record that nothing identifies but data that may not be told. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String of(
      String step,
      String reason,
      @Nullable Provenance source,
      byte @Nullable [] payload,
      @Nullable Instant eventTime) {
    MessageDigest hash = sha256();
    add(hash, step);
    add(hash, reason);
    if (source != null) {
      add(hash, source.system());
      add(hash, source.resource());
      add(hash, String.valueOf(source.partition()));
      add(hash, String.valueOf(source.position()));
      String part = source.headers().get(Provenance.PART);
      // A letter that holds the record as it was read is of the whole: replayed once, it makes all
      // its rows again.
      if (part != null && source.payload() == null) {
        add(hash, part);
      }
    } else {
      add(hash, payload == null ? new byte[0] : payload);
      add(hash, String.valueOf(eventTime == null ? null : eventTime.getMillis()));
    }
    return HexFormat.of().formatHex(hash.digest(), 0, BYTES);
  }

  // Each part is led by its length, so that no two lists of parts hash the same bytes.
  private static void add(MessageDigest hash, byte[] part) {
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    hash.update(part);
  }

  private static void add(MessageDigest hash, String part) {
    add(hash, part.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
