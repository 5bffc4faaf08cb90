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

/** {@link DropDuplicates} for Beam YAML and other SDKs: {@code summerbeam:drop_duplicates:v1}. */
public final class DropDuplicatesSchemaTransformProvider
    extends TypedSchemaTransformProvider<DropDuplicatesSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:drop_duplicates:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Lets one of equal records through and drops those near it in time.";
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
    DropDuplicates drop =
        fields == null || fields.isEmpty()
            ? DropDuplicates.byAllFields()
            : DropDuplicates.by(
                fields.get(0), fields.subList(1, fields.size()).toArray(String[]::new));
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
    String keep = configuration.getKeep();
    if (keep != null) {
      drop = keeping(drop, keep);
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

  private static DropDuplicates keeping(DropDuplicates drop, String keep) {
    return switch (keep) {
      case "first" -> drop.keepingFirst();
      case "last" -> drop.keepingLast();
      case "updates" -> drop.keepingUpdates();
      default ->
          throw new IllegalArgumentException(
              "keep must be first, last or updates, but was: " + keep);
    };
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The fields that make records equal; all if not given. */
    @SchemaFieldDescription("The fields that make records equal; all if not given.")
    public abstract @Nullable List<String> getFields();

    /** How near in event time duplicates are, as an ISO 8601 duration: P1D. */
    @SchemaFieldDescription("How near in event time duplicates are, as an ISO 8601 duration: P1D.")
    public abstract @Nullable String getWithin();

    /** How soon after each other duplicates arrive, as an ISO 8601 duration; not with within. */
    @SchemaFieldDescription(
        "How soon after each other duplicates arrive, as an ISO 8601 duration; not with within.")
    public abstract @Nullable String getWithinProcessingTime();

    /** Which is let through: first (to arrive, the default), last or updates (by event time). */
    @SchemaFieldDescription(
        "Which is let through: first (to arrive, the default), last or updates (by event time).")
    public abstract @Nullable String getKeep();

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
      return new AutoValue_DropDuplicatesSchemaTransformProvider_Configuration.Builder();
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

      /** See {@link Configuration#getKeep}. */
      public abstract Builder setKeep(@Nullable String keep);

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
