package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the reading of a partition starts, where nothing says it already: neither the state of a
 * job that goes on, nor an offset that the group has committed ({@link ReadKafkaRows#withGroup}).
 */
@AutoValue
public abstract class KafkaStart implements Serializable {

  private static final long serialVersionUID = 1;

  /** The first record that the broker still has. */
  public static KafkaStart earliest() {
    return new AutoValue_KafkaStart(Place.EARLIEST, null);
  }

  /** The first record that is written after the job has started. */
  public static KafkaStart latest() {
    return new AutoValue_KafkaStart(Place.LATEST, null);
  }

  /**
   * The first record whose timestamp, that of the record and not of a field in it, is at a time or
   * after it; where a partition has none, what is written after the job has started.
   */
  public static KafkaStart at(Instant time) {
    return new AutoValue_KafkaStart(Place.TIME, time);
  }

  /** What is meant. */
  enum Place {
    EARLIEST,
    LATEST,
    TIME
  }

  abstract Place place();

  abstract @Nullable Instant time();

  /** {@code earliest}, {@code latest} or the time. */
  @Override
  public final String toString() {
    return switch (place()) {
      case EARLIEST -> "earliest";
      case LATEST -> "latest";
      case TIME -> String.valueOf(time());
    };
  }
}
