package io.summerbeam.transforms.portable;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.Windows;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.jspecify.annotations.Nullable;

/** The setting {@code error_threshold}: how many records may fail, a ratio or a number. */
@DefaultSchema(AutoValueSchema.class)
@AutoValue
public abstract class ThresholdConfiguration {

  /** At most this part of the records, 0.05; or a count. */
  @SchemaFieldDescription("At most this part of the records, 0.05; or a count.")
  public abstract @Nullable Double getRatio();

  /** At most this number of records; or a ratio. */
  @SchemaFieldDescription("At most this number of records; or a ratio.")
  public abstract @Nullable Long getCount();

  /** Windows of event time, each counted for itself: fixed PT5M, days UTC, weeks or months UTC. */
  @SchemaFieldDescription(
      "Windows of event time, each counted for itself: fixed PT5M, days UTC, weeks or months UTC.")
  public abstract @Nullable String getWindows();

  /** A time of the clock instead of windows, as an ISO 8601 duration: PT1M. */
  @SchemaFieldDescription("A time of the clock instead of windows, as an ISO 8601 duration: PT1M.")
  public abstract @Nullable String getWithin();

  /** With fewer records than this, a ratio means nothing. */
  @SchemaFieldDescription("With fewer records than this, a ratio means nothing.")
  public abstract @Nullable Long getMinimumRecords();

  /** A builder. */
  public static Builder builder() {
    return new AutoValue_ThresholdConfiguration.Builder();
  }

  /**
   * The threshold that it says.
   *
   * @throws IllegalArgumentException if it says none, or two, or a value cannot be
   */
  public final ErrorThreshold threshold() {
    Double ratio = getRatio();
    Long count = getCount();
    ErrorThreshold threshold;
    if (ratio != null && count == null) {
      threshold = ErrorThreshold.ratio(ratio);
    } else if (count != null && ratio == null) {
      threshold = ErrorThreshold.count(count);
    } else {
      throw new IllegalArgumentException(
          "error_threshold must have a ratio or a count, and not both.");
    }
    String windows = getWindows();
    threshold = windows == null ? threshold : threshold.over(Windows.parse(windows));
    String within = getWithin();
    threshold = within == null ? threshold : threshold.within(Durations.parse("within", within));
    Long minimum = getMinimumRecords();
    return minimum == null ? threshold : threshold.withMinimumRecords(minimum);
  }

  /** Builds a {@link ThresholdConfiguration}. */
  @AutoValue.Builder
  public abstract static class Builder {

    /** See {@link ThresholdConfiguration#getRatio}. */
    public abstract Builder setRatio(@Nullable Double ratio);

    /** See {@link ThresholdConfiguration#getCount}. */
    public abstract Builder setCount(@Nullable Long count);

    /** See {@link ThresholdConfiguration#getWindows}. */
    public abstract Builder setWindows(@Nullable String windows);

    /** See {@link ThresholdConfiguration#getWithin}. */
    public abstract Builder setWithin(@Nullable String within);

    /** See {@link ThresholdConfiguration#getMinimumRecords}. */
    public abstract Builder setMinimumRecords(@Nullable Long minimum);

    /** Builds it. */
    public abstract ThresholdConfiguration build();
  }
}
