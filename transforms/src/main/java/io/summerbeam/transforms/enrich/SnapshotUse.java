package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.time.Duration;
import java.util.List;

/**
 * What a copy of a table is made of and how it is kept. Steps of one JVM for which this is equal
 * share one copy.
 *
 * @param keys names of the table's fields that make the key
 * @param taken names of the table's fields to have for a key, one after the other
 * @param refreshEvery the time from the end of one load to the next
 * @param loadTimeout how long a load may take, and a record may wait for the first
 * @param keepFor how long the copy stays when nobody has it
 */
record SnapshotUse(
    SnapshotLoader loader,
    List<String> keys,
    List<String> taken,
    Duration refreshEvery,
    Duration loadTimeout,
    Duration keepFor) {

  private static final String GENERATED = "AutoValue_";

  SnapshotUse {
    keys = List.copyOf(keys);
    taken = List.copyOf(taken);
  }

  /** What messages and threads call the table: a loader's own text may say more than it should. */
  String name() {
    String name = loader.getClass().getSimpleName();
    if (name.startsWith(GENERATED)) {
      return name.substring(GENERATED.length());
    }
    // That of an anonymous class is empty.
    return name.isEmpty() ? SnapshotLoader.class.getSimpleName() : name;
  }
}
