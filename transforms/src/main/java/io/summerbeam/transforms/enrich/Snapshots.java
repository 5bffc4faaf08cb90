package io.summerbeam.transforms.enrich;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The snapshots of this JVM: one for each use, however many instances of steps have it. */
final class Snapshots {

  private static final Snapshots ALL = new Snapshots(SnapshotTime.SYSTEM);

  private final SnapshotTime time;
  private final ConcurrentMap<SnapshotUse, Snapshot> snapshots = new ConcurrentHashMap<>();

  Snapshots(SnapshotTime time) {
    this.time = time;
  }

  /** Those of this JVM. */
  static Snapshots ofThisJvm() {
    return ALL;
  }

  /** The snapshot for this use, which the caller gives back with {@link Snapshot#release}. */
  Snapshot hold(SnapshotUse use) {
    while (true) {
      Snapshot snapshot =
          snapshots.computeIfAbsent(use, each -> new Snapshot(each, time, this::forget));
      if (snapshot.hold()) {
        return snapshot;
      }
      // It has ended, and was about to be forgotten.
      forget(snapshot);
    }
  }

  int size() {
    return snapshots.size();
  }

  private void forget(Snapshot snapshot) {
    snapshots.remove(snapshot.use(), snapshot);
  }
}
