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

  /** Records that kept an expectation; a dot and its name follow. */
  public static final String EXPECTATION_PASSED = "expectation_passed";

  /** Records that broke an expectation; a dot and its name follow. */
  public static final String EXPECTATION_FAILED = "expectation_failed";

  /**
   * What becomes of records that break an expectation; a dot and its name follow. No counter is
   * called so: a transform shows it in its display data, whose key is a {@link #metricName}.
   */
  public static final String EXPECTATION_ACTION = "expectation_action";

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
    return after(DEAD);
  }

  /** What follows a kind of count and a dot: of {@link #EXPECTATION_FAILED} the expectation. */
  public final Optional<String> after(String kind) {
    return what().startsWith(kind + ".")
        ? Optional.of(what().substring(kind.length() + 1))
        : Optional.empty();
  }
}
