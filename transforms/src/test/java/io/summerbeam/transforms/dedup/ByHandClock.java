package io.summerbeam.transforms.dedup;

import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is set; its copies, made by serialization, go by it. */
final class ByHandClock extends Clock implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Map<String, AtomicLong> TIMES = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  void set(long millis) {
    time().set(millis);
  }

  @Override
  public long millis() {
    return time().get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  private AtomicLong time() {
    return TIMES.computeIfAbsent(id, unused -> new AtomicLong());
  }
}
