package io.summerbeam.transforms.lookup;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a worker asks: what is kept of the answers, and what happens when there is none. Steps with
 * equal settings and equal sources share one {@link LookupEngine}.
 */
@AutoValue
public abstract class LookupSettings implements Serializable {

  private static final long serialVersionUID = 1;

  /** How many answers are cached; 0 for no cache. */
  public abstract long cacheSize();

  /** How long a value is cached. */
  public abstract Duration cacheTtl();

  /** How long it is cached that there is no value; zero if it is not. */
  public abstract Duration negativeTtl();

  /** The age from which a cached value is asked for again when it is used; zero if it is not. */
  public abstract Duration refreshAhead();

  /** How often a request is sent again after a failure that may pass. */
  public abstract int retries();

  /** How long is waited before a request is sent again for the first time. */
  public abstract Duration firstBackoff();

  /** How long is waited at most. */
  public abstract Duration maxBackoff();

  /** How long an answer is waited for. */
  public abstract Duration timeout();

  /** How many requests fail in a row before the circuit breaker opens; 0 for none. */
  public abstract int breakerFailures();

  /** How long the circuit breaker stays open. */
  public abstract Duration breakerOpenFor();

  /** How many requests are sent in {@link #ratePeriod}; 0 for as many as there are. */
  public abstract int rateRequests();

  /** The time for {@link #rateRequests}. */
  public abstract Duration ratePeriod();

  /** How long the engine stays open when nobody uses it; zero if it does not. */
  public abstract Duration keepFor();

  /** Puts them together. */
  public static Builder builder() {
    return new AutoValue_LookupSettings.Builder()
        .setCacheSize(0)
        .setCacheTtl(Duration.ZERO)
        .setNegativeTtl(Duration.ZERO)
        .setRefreshAhead(Duration.ZERO)
        .setBreakerFailures(0)
        .setBreakerOpenFor(Duration.ZERO)
        .setRateRequests(0)
        .setRatePeriod(Duration.ZERO)
        .setKeepFor(Duration.ZERO);
  }

  /** Changes some of them. */
  public abstract Builder toBuilder();

  /** Puts settings together; they are checked by who takes them from the user. */
  @AutoValue.Builder
  public abstract static class Builder {

    /** See {@link LookupSettings#cacheSize}. */
    public abstract Builder setCacheSize(long size);

    /** See {@link LookupSettings#cacheTtl}. */
    public abstract Builder setCacheTtl(Duration ttl);

    /** See {@link LookupSettings#negativeTtl}. */
    public abstract Builder setNegativeTtl(Duration ttl);

    /** See {@link LookupSettings#refreshAhead}. */
    public abstract Builder setRefreshAhead(Duration age);

    /** See {@link LookupSettings#retries}. */
    public abstract Builder setRetries(int retries);

    /** See {@link LookupSettings#firstBackoff}. */
    public abstract Builder setFirstBackoff(Duration backoff);

    /** See {@link LookupSettings#maxBackoff}. */
    public abstract Builder setMaxBackoff(Duration backoff);

    /** See {@link LookupSettings#timeout}. */
    public abstract Builder setTimeout(Duration timeout);

    /** See {@link LookupSettings#breakerFailures}. */
    public abstract Builder setBreakerFailures(int failures);

    /** See {@link LookupSettings#breakerOpenFor}. */
    public abstract Builder setBreakerOpenFor(Duration openFor);

    /** See {@link LookupSettings#rateRequests}. */
    public abstract Builder setRateRequests(int requests);

    /** See {@link LookupSettings#ratePeriod}. */
    public abstract Builder setRatePeriod(Duration period);

    /** See {@link LookupSettings#keepFor}. */
    public abstract Builder setKeepFor(Duration keepFor);

    /** Builds them. */
    public abstract LookupSettings build();
  }
}
