package io.summerbeam.transforms.dedup;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.portable.PortableTransform;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
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
    return "Lets the first of equal records through and drops those near it in event time.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(PortableTransform.OUTPUT);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    return new PortableTransform(null) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        List<String> fields = configuration.getFields();
        DropDuplicates drop =
            fields == null || fields.isEmpty()
                ? DropDuplicates.byAllFields()
                : DropDuplicates.by(
                    fields.get(0), fields.subList(1, fields.size()).toArray(String[]::new));
        drop = drop.within(Duration.parse(configuration.getWithin()));
        String lateness = configuration.getAllowedLateness();
        return inputs
            .get(INPUT)
            .apply(lateness == null ? drop : drop.withAllowedLateness(Duration.parse(lateness)));
      }
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
    public abstract String getWithin();

    /** How late a record may be and still be compared, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How late a record may be and still be compared, as an ISO 8601 duration.")
    public abstract @Nullable String getAllowedLateness();

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
      public abstract Builder setWithin(String within);

      /** See {@link Configuration#getAllowedLateness}. */
      public abstract Builder setAllowedLateness(@Nullable String allowedLateness);

      /** Builds it. */
      public abstract Configuration build();
    }
  }
}
