package io.summerbeam.sdk.metric;

import com.google.auto.value.AutoValue;
import java.util.Optional;

/**
 * The name of a count: the step, and what it counts. In Beam's metrics it is {@code step/what} in
 * the namespace {@value #NAMESPACE}: {@code Validate/records_in}, {@code
 * Validate/records_dead.expectation_failed}.
 */
@AutoValue
public abstract class CounterName {

  /** The namespace of all counters of this project. */
  public static final String NAMESPACE = "summerbeam";

  /** Records that came in. */
  public static final String IN = "records_in";

  /** Records that went out. */
  public static final String OUT = "records_out";

  /** Records that were dropped because that is what the step is for. */
  public static final String DROPPED = "records_dropped";

  /** Dead letters; a dot and the reason code follow. */
  public static final String DEAD = "records_dead";

  private static final char SEPARATOR = '/';

  /** The step, as dead letters call it. */
  public abstract String step();

  /** What is counted: {@value #IN}, {@value #OUT}, {@value #DROPPED}, {@code records_dead.late}. */
  public abstract String what();

  /** Names a count of a step. */
  public static CounterName of(String step, String what) {
    return new AutoValue_CounterName(step, what);
  }

  /** Reads the name of a Beam counter in {@link #NAMESPACE}; empty where it is of another form. */
  public static Optional<CounterName> parse(String metricName) {
    int separator = metricName.lastIndexOf(SEPARATOR);
    return separator < 0
        ? Optional.empty()
        : Optional.of(of(metricName.substring(0, separator), metricName.substring(separator + 1)));
  }

  /** The name of the Beam counter. */
  public final String metricName() {
    return step() + SEPARATOR + what();
  }

  /** The reason code, where this counts dead letters. */
  public final Optional<String> reason() {
    return what().startsWith(DEAD + ".")
        ? Optional.of(what().substring(DEAD.length() + 1))
        : Optional.empty();
  }
}
