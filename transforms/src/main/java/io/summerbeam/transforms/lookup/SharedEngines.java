package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engines of this worker, each open as long as somebody uses it. */
public final class SharedEngines {

  private static final Map<Key, Shared> ENGINES = new HashMap<>();

  private SharedEngines() {}

  /**
   * The engine for a source and settings; opened where nobody uses an equal one. {@link #release}
   * must follow.
   *
   * @throws LookupException if the source cannot be opened
   */
  public static LookupEngine acquire(RowLookupSource source, LookupSettings settings)
      throws LookupException, InterruptedException {
    Key key = new Key(source, settings);
    Shared shared;
    synchronized (ENGINES) {
      shared = ENGINES.computeIfAbsent(key, unused -> new Shared());
      shared.users++;
    }
    boolean opened = false;
    try {
      // Others who want the same one wait for it; who wants another does not.
      synchronized (shared) {
        LookupEngine engine = shared.engine;
        if (engine == null) {
          engine = LookupEngine.open(source, settings, System::nanoTime);
          shared.engine = engine;
        }
        opened = true;
        return engine;
      }
    } finally {
      if (!opened) {
        release(source, settings);
      }
    }
  }

  /** Gives an engine back, which is closed where that was the last one who used it. */
  public static void release(RowLookupSource source, LookupSettings settings) {
    Key key = new Key(source, settings);
    Shared shared;
    synchronized (ENGINES) {
      shared = ENGINES.get(key);
      if (shared == null || --shared.users > 0) {
        return;
      }
      ENGINES.remove(key);
    }
    synchronized (shared) {
      LookupEngine engine = shared.engine;
      if (engine != null) {
        engine.close();
      }
    }
  }

  /** How many are open, for tests. */
  static int count() {
    synchronized (ENGINES) {
      return ENGINES.size();
    }
  }

  private record Key(RowLookupSource source, LookupSettings settings) {}

  private static final class Shared {
    int users;
    @Nullable LookupEngine engine;
  }
}
