package io.summerbeam.io.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Topics that records asked for and that are not there. The client waits a minute for each record
 * of such a topic; with this it waits once a while. Of one thread.
 */
final class AbsentTopics {

  private static final long REMEMBERED_NANOS = Duration.ofMinutes(5).toNanos();

  private static final int MOST = 1000;

  private final Map<String, Long> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Notes that a topic is not there now. */
  void add(String topic) {
    seen.put(topic, System.nanoTime());
  }

  /** Whether a topic was not there a short while ago. */
  boolean has(String topic) {
    Long since = seen.get(topic);
    if (since == null) {
      return false;
    }
    if (System.nanoTime() - since > REMEMBERED_NANOS) {
      seen.remove(topic);
      return false;
    }
    return true;
  }
}
