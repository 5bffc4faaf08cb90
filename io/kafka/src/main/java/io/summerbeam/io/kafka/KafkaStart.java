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

  /**
   * The first record that is written after the job has started to read. Where it fails before its
   * first checkpoint, and there is no group whose offsets are committed, it starts to read anew,
   * and what came between is not read; {@link #at} a time reads it.
   */
  public static KafkaStart latest() {
    return new AutoValue_KafkaStart(Place.LATEST, null);
  }

  /**
   * The first record whose timestamp, that of the record and not of a field in it, is at a time or
   * after it; where a partition has none, what is written after the job has started.
   *
   * @throws IllegalArgumentException if it is before 1970, where Kafka has no timestamps
   */
  public static KafkaStart at(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException(
          "KafkaStart.at() must be in 1970 or later, because Kafka has no earlier timestamps, but"
              + " was: "
              + time
              + ". From the first record on reads earliest().");
    }
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
