package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of this JVM: one for each source and its settings, however many instances of steps
 * have it.
 *
 * <p>One is open while somebody uses it, and then for as long as it is to be kept: Spark makes new
 * instances of a step for each micro-batch and each partition, and none may cost the cache, what
 * the circuit breaker and the rate limit know, and the connections.
 */
public final class SharedEngines {

  private static final Logger LOG = LoggerFactory.getLogger(SharedEngines.class);

  private static final SharedEngines ALL = new SharedEngines(new LaterThread());

  private final Later later;

  // Its lock is also that of how many use what is in it.
  private final Map<Key, Shared> engines = new HashMap<>();

  SharedEngines(Later later) {
    this.later = later;
  }

  /** Those of this JVM. */
  public static SharedEngines ofThisJvm() {
    return ALL;
  }

  /**
   * The engine for a source and settings; opened where there is no equal one. {@link #release} or
   * {@link #discard} must follow.
   *
   * @throws LookupException if the source cannot be opened
   */
  public LookupEngine acquire(RowLookupSource source, LookupSettings settings)
      throws LookupException, InterruptedException {
    Key key = new Key(source, settings);
    Shared shared = use(key);
    boolean opened = false;
    try {
      // Others who want the same one wait for it; who wants another does not.
      LookupEngine engine = shared.open(key);
      opened = true;
      return engine;
    } finally {
      if (!opened) {
        release(source, settings);
      }
    }
  }

  /**
   * Gives an engine back. Where that was the last one who used it, it is closed when {@link
   * LookupSettings#keepFor} has passed and nobody has come back for it.
   */
  public void release(RowLookupSource source, LookupSettings settings) {
    leave(new Key(source, settings), settings.keepFor(), false);
  }

  /**
   * Gives an engine back that is not to be kept: it is closed, with all that it still asks for,
   * when the last one who uses it gives it back, however that is done.
   */
  public void discard(RowLookupSource source, LookupSettings settings) {
    leave(new Key(source, settings), Duration.ZERO, true);
  }

  /** How many are open, for tests. */
  int count() {
    synchronized (engines) {
      return engines.size();
    }
  }

  private Shared use(Key key) {
    synchronized (engines) {
      Shared shared = engines.computeIfAbsent(key, unused -> new Shared());
      shared.users++;
      shared.uses++;
      shared.cancelClosing.run();
      return shared;
    }
  }

  private void leave(Key key, Duration keepFor, boolean discards) {
    LookupEngine left;
    synchronized (engines) {
      Shared shared = engines.get(key);
      if (shared == null) {
        return;
      }
      shared.discarded |= discards;
      if (--shared.users > 0) {
        return;
      }
      left = shared.engine;
      // Where nothing could be opened there is nothing to keep.
      if (left != null && !keepFor.isZero() && !shared.discarded) {
        keep(key, shared, left, keepFor);
        return;
      }
      engines.remove(key);
    }
    // Without the lock: it may take a while, and who comes now opens another one.
    if (left != null) {
      left.close();
    }
  }

  private void keep(Key key, Shared shared, LookupEngine engine, Duration keepFor) {
    long uses = shared.uses;
    shared.cancelClosing = later.run(() -> closeUnlessUsed(key, shared, engine, uses), keepFor);
  }

  /** Closes an engine, unless somebody came back: what was cancelled may have begun already. */
  private void closeUnlessUsed(Key key, Shared shared, LookupEngine engine, long uses) {
    synchronized (engines) {
      if (shared.uses != uses || !engines.remove(key, shared)) {
        return;
      }
    }
    try {
      engine.close();
    } catch (RuntimeException | Error e) {
      // Nobody is there whom it could tell. Its message is the client's, and may quote anything.
      LOG.warn(
          "{}: a lookup that nobody used could not be closed ({}).",
          key.source().getClass().getName(),
          e.getClass().getName());
    }
  }

  private record Key(RowLookupSource source, LookupSettings settings) {}

  private static final class Shared {

    // Under the lock of the map: who uses it now, how often somebody began to, and whether it is
    // not to be kept.
    private int users;
    private long uses;
    private boolean discarded;
    private Runnable cancelClosing = () -> {};

    // Written under its own lock, as opening takes a while; read also without.
    private volatile @Nullable LookupEngine engine;

    synchronized LookupEngine open(Key key) throws LookupException, InterruptedException {
      LookupEngine open = engine;
      if (open == null) {
        open = LookupEngine.open(key.source(), key.settings(), System::nanoTime);
        engine = open;
      }
      return open;
    }
  }
}
