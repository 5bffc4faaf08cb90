package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.BadKeysetException;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.secret.KeyAbsentException;
import io.summerbeam.sdk.secret.KeySource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keysets of data subjects, read when they come and kept as long as they may be, {@value
 * #MAX_KEPT} at most: those used last. For any number of threads.
 *
 * <p>What is old is not used, even if the keyset cannot be read again: that is what destroying it
 * is for. That a subject has none is not remembered, because it may be made at any time.
 */
final class SubjectKeysets {

  static final int MAX_KEPT = 10_000;

  private static final SharedInJvm<KeysetUse, SubjectKeysets> ALL = new SharedInJvm<>();

  private final SubjectKeys keys;
  private final KeysetReader reader;
  private final LongSupplier nanoTime;
  private final long maxAgeNanos;
  private final Map<String, Kept> kept;

  private record Kept(KeysetCipher cipher, long readAt) {}

  SubjectKeysets(KeysetUse use, int maxKept, LongSupplier nanoTime) {
    this.keys = use.source().keys();
    this.reader = new KeysetReader(use);
    this.nanoTime = nanoTime;
    this.maxAgeNanos = use.source().maxAge().toNanos();
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > maxKept;
          }
        };
  }

  /**
   * Those of this JVM.
   *
   * @throws IllegalStateException if there is no client for the key service that has encrypted them
   */
  static SubjectKeysets of(KeysetUse use) {
    SubjectKeysets keysets =
        ALL.get(use, each -> new SubjectKeysets(each, MAX_KEPT, System::nanoTime));
    keysets.reader.open();
    return keysets;
  }

  /**
   * The keys of a subject, not older than they may be.
   *
   * @throws MaskException if there are none; a retryable one if they cannot be read now
   */
  KeysetCipher of(String subject) throws MaskException {
    long now = nanoTime.getAsLong();
    KeysetCipher known = known(subject, now);
    if (known != null) {
      return known;
    }
    // Not under the lock: other subjects need not wait for a key service.
    KeysetCipher cipher = read(subject);
    synchronized (kept) {
      kept.put(subject, new Kept(cipher, now));
    }
    return cipher;
  }

  private @Nullable KeysetCipher known(String subject, long now) {
    synchronized (kept) {
      Kept known = kept.get(subject);
      if (known == null) {
        return null;
      }
      if (now - known.readAt() < maxAgeNanos) {
        return known.cipher();
      }
      kept.remove(subject);
      return null;
    }
  }

  // What they say shows the subject, but for what is wrong with its name or its keyset. Only who
  // is sure that there is no keyset says so: with any other failure the data must be kept.
  @SuppressWarnings("UnusedException")
  private KeysetCipher read(String subject) throws MaskException {
    KeySource keyset;
    try {
      keyset = keys.of(subject);
    } catch (IllegalArgumentException e) {
      throw new MaskException(String.valueOf(e.getMessage()));
    }
    try {
      return reader.read(keyset);
    } catch (BadKeysetException e) {
      throw MaskException.retryable(
          "The keyset of the subject is unfit" + where() + ". " + e.getMessage());
    } catch (KeyAbsentException e) {
      throw new MaskException(
          "The subject must have a keyset, but there is none. It was destroyed, or not made yet.");
    } catch (RuntimeException e) {
      throw MaskException.retryable(
          "The keyset of the subject cannot be read now"
              + where()
              + ": "
              + innermost(e).getClass().getSimpleName()
              + ". The record is to be tried again.");
    }
  }

  /** The reference, which has no subject in it. */
  private String where() {
    return " (" + keys + ")";
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : innermost(cause);
  }
}
