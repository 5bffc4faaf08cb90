package io.summerbeam.io.kafka;

import java.lang.reflect.Field;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.LoadingCache;

/**
 * The writers that Beam's exactly-once sink keeps in this JVM between bundles. It also keeps one
 * whose transaction was broken off, or whose place another worker has taken, and offers it to every
 * further attempt, which it fails: a job would never be through again. Beam has no way to say that
 * a writer is of no more use, so its cache is emptied from here; the next attempt then asks Kafka
 * how far it is, as after a start of the JVM.
 */
final class BeamWriters {

  private static final String OWNER =
      "org.apache.beam.sdk.io.kafka.KafkaExactlyOnceSink$ExactlyOnceWriter";
  private static final String FIELD = "CACHE_BY_GROUP_ID";

  private BeamWriters() {}

  /**
   * Forgets the writers of a sink in this JVM.
   *
   * @throws IllegalStateException if this is not the Beam that it is made for
   */
  static void forget(String sinkGroupId) {
    cache().invalidate(sinkGroupId);
  }

  /** By the id of the sink's group. */
  static LoadingCache<?, ?> cache() {
    try {
      Field field = Class.forName(OWNER).getDeclaredField(FIELD);
      field.setAccessible(true);
      Object cache = field.get(null);
      if (cache instanceof LoadingCache<?, ?> writers) {
        return writers;
      }
      throw new IllegalStateException(OWNER + "." + FIELD + " is another thing in this Beam.");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This Beam has no " + OWNER + "." + FIELD + ", from which broken writers are removed.",
          e);
    }
  }
}
