package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.BadKeysetException;
import io.summerbeam.sdk.cipher.KeysetCipher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A keyset that is for all records, read again when it is old. For any number of threads. */
final class SharedKeyset {

  private static final Logger LOG = LoggerFactory.getLogger(SharedKeyset.class);
  private static final SharedInJvm<KeysetUse, SharedKeyset> ALL = new SharedInJvm<>();

  private final KeysetReader reader;
  private final KeysetSource source;
  private final LongSupplier nanoTime;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Read latest;

  /** The keyset as it was at some time. */
  private record Read(KeysetCipher cipher, long at) {}

  SharedKeyset(KeysetUse use, LongSupplier nanoTime) {
    this.reader = new KeysetReader(use);
    this.source = use.source();
    this.nanoTime = nanoTime;
  }

  /**
   * The keyset of this JVM, read now unless it was lately.
   *
   * @throws IllegalStateException if it cannot be read or is not of the kind; the message has the
   *     reference
   */
  static SharedKeyset of(KeysetUse use) {
    SharedKeyset keyset = ALL.get(use, each -> new SharedKeyset(each, System::nanoTime));
    keyset.open();
    return keyset;
  }

  /** Reads the keyset, unless it was read lately. */
  synchronized void open() {
    Read now = latest;
    if (now == null || isOld(now)) {
      reader.open();
      latest = read();
    }
  }

  /** The keys, not older than they may be, if they could be read. */
  KeysetCipher cipher() {
    Read now = latest;
    if (now == null) {
      throw new IllegalStateException("It was not opened.");
    }
    if (!isOld(now)) {
      return now.cipher();
    }
    // One thread reads; the others need not wait for a key service.
    if (reading.compareAndSet(false, true)) {
      try {
        now = readAgain(now);
        latest = now;
      } finally {
        reading.set(false);
      }
    }
    return now.cipher();
  }

  private boolean isOld(Read read) {
    return nanoTime.getAsLong() - read.at() >= source.maxAge().toNanos();
  }

  private Read readAgain(Read before) {
    try {
      return read();
    } catch (RuntimeException e) {
      LOG.warn(
          "{}: the keyset could not be read again, the keys read before remain in use: {}",
          source,
          // Of others it is not known that they show no key.
          e instanceof IllegalStateException ? e.getMessage() : e.getClass().getName());
      return new Read(before.cipher(), nanoTime.getAsLong());
    }
  }

  private Read read() {
    long now = nanoTime.getAsLong();
    try {
      return new Read(reader.read(source.keys().of("")), now);
    } catch (BadKeysetException e) {
      throw new IllegalStateException(source + ": " + e.getMessage(), e.getCause());
    }
  }
}
