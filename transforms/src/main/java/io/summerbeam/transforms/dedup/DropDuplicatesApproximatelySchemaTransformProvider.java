package io.summerbeam.transforms.dedup;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.jspecify.annotations.Nullable;

/**
 * {@link DropDuplicatesApproximately} for Beam YAML and other SDKs: {@code
 * summerbeam:drop_duplicates_approximately:v1}.
 */
public final class DropDuplicatesApproximatelySchemaTransformProvider
    extends TypedSchemaTransformProvider<
        DropDuplicatesApproximatelySchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:drop_duplicates_approximately:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Drops duplicates in little memory, and seldom a record that is none.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(PortableTransform.OUTPUT, PortableSplit.DUPLICATES);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    List<String> fields = configuration.getFields();
    DropDuplicatesApproximately drop =
        (fields == null || fields.isEmpty()
                ? DropDuplicatesApproximately.byAllFields()
                : DropDuplicatesApproximately.by(
                    fields.get(0), fields.subList(1, fields.size()).toArray(String[]::new)))
            .expecting(configuration.getExpectedRecords());
    String within = configuration.getWithin();
    if (within != null) {
      drop = drop.within(Durations.parse("within", within));
    }
    String withinProcessingTime = configuration.getWithinProcessingTime();
    if (withinProcessingTime != null) {
      drop =
          drop.withinProcessingTime(
              Durations.parse("within_processing_time", withinProcessingTime));
    }
    Double rate = configuration.getFalsePositiveRate();
    if (rate != null) {
      drop = drop.withFalsePositiveRate(rate);
    }
    String lateness = configuration.getAllowedLateness();
    if (lateness != null) {
      drop = drop.withAllowedLateness(Durations.parse("allowed_lateness", lateness));
    }
    String stepName = configuration.getStepName();
    if (stepName != null) {
      drop = drop.withStepName(stepName);
    }
    return Boolean.TRUE.equals(configuration.getKeepDuplicates())
        ? new PortableSplit(drop.keepingDuplicates())
        : PortableSplit.without(drop);
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The fields that make records equal; all if not given. */
    @SchemaFieldDescription("The fields that make records equal; all if not given.")
    public abstract @Nullable List<String> getFields();

    /** How near in event time duplicates are for certain, as an ISO 8601 duration: P1D. */
    @SchemaFieldDescription(
        "How near in event time duplicates are for certain, as an ISO 8601 duration: P1D.")
    public abstract @Nullable String getWithin();

    /** How soon after each other duplicates arrive, as an ISO 8601 duration; not with within. */
    @SchemaFieldDescription(
        "How soon after each other duplicates arrive, as an ISO 8601 duration; not with within.")
    public abstract @Nullable String getWithinProcessingTime();

    /** How many records are let through in this time, at most. */
    @SchemaFieldDescription("How many records are let through in this time, at most.")
    public abstract long getExpectedRecords();

    /** Which part of those that are no duplicates may be dropped. Default: 0.001. */
    @SchemaFieldDescription(
        "Which part of those that are no duplicates may be dropped. Default: 0.001.")
    public abstract @Nullable Double getFalsePositiveRate();

    /** How late a record may be and still be compared, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How late a record may be and still be compared, as an ISO 8601 duration.")
    public abstract @Nullable String getAllowedLateness();

    /** Whether what would be dropped is an output: duplicates. Default: false. */
    @SchemaFieldDescription(
        "Whether what would be dropped is an output: duplicates. Default: false.")
    public abstract @Nullable Boolean getKeepDuplicates();

    /** The name of the step in counters. */
    @SchemaFieldDescription("The name of the step in counters.")
    public abstract @Nullable String getStepName();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_DropDuplicatesApproximatelySchemaTransformProvider_Configuration
          .Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getFields}. */
      public abstract Builder setFields(@Nullable List<String> fields);

      /** See {@link Configuration#getWithin}. */
      public abstract Builder setWithin(@Nullable String within);

      /** See {@link Configuration#getWithinProcessingTime}. */
      public abstract Builder setWithinProcessingTime(@Nullable String withinProcessingTime);

      /** See {@link Configuration#getExpectedRecords}. */
      public abstract Builder setExpectedRecords(long records);

      /** See {@link Configuration#getFalsePositiveRate}. */
      public abstract Builder setFalsePositiveRate(@Nullable Double rate);

      /** See {@link Configuration#getAllowedLateness}. */
      public abstract Builder setAllowedLateness(@Nullable String allowedLateness);

      /** See {@link Configuration#getKeepDuplicates}. */
      public abstract Builder setKeepDuplicates(@Nullable Boolean keepDuplicates);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** Builds it. */
      public abstract Configuration build();
    }
  }
}
