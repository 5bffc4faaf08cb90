package io.summerbeam.benchmarks.arm;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * How many bytes all threads have allocated, also those that have ended: what the heap grew between
 * collections.
 *
 * <p>Java 17 counts them for each thread only while it lives.
 */
final class Allocations {

  private long allocated;
  private long usedAfterLast;

  private Allocations() {}

  static Allocations watch() {
    Allocations allocations = new Allocations();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  allocations.collected(
                      GarbageCollectionNotificationInfo.from(
                          (CompositeData) notification.getUserData())),
              notification ->
                  notification
                      .getType()
                      .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
              null);
    }
    return allocations;
  }

  /** Up to now. */
  synchronized long bytes() {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return allocated + Math.max(0, used - usedAfterLast);
  }

  private synchronized void collected(GarbageCollectionNotificationInfo info) {
    long before = heap(info.getGcInfo().getMemoryUsageBeforeGc());
    allocated += Math.max(0, before - usedAfterLast);
    usedAfterLast = heap(info.getGcInfo().getMemoryUsageAfterGc());
  }

  // Metaspace and code are no heap.
  private static long heap(Map<String, MemoryUsage> pools) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .mapToLong(
            pool -> pools.containsKey(pool.getName()) ? pools.get(pool.getName()).getUsed() : 0)
        .sum();
  }
}
