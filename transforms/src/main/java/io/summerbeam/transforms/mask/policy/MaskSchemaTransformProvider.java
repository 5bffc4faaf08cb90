package io.summerbeam.transforms.mask.policy;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@link Mask} for Beam YAML and other SDKs: {@code summerbeam:mask:v1}, with a {@link MaskPolicy}
 * or with the same words for single fields. What its dead letters hold is as the policy says; by
 * default they are masked as the records are, and what cannot be masked is dropped.
 */
public final class MaskSchemaTransformProvider
    extends TypedSchemaTransformProvider<MaskSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:mask:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Masks fields of records.";
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
    return new PortableTransform(configuration.getErrorHandling()) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        PCollection<Row> input = inputs.get(INPUT);
        Mask mask = policy(configuration).toMask(input.getSchema());
        String stepName = configuration.getStepName();
        if (stepName != null) {
          mask = mask.withStepName(stepName);
        }
        return input.apply(dead == null ? mask : mask.withDeadLetters(dead));
      }

      @Override
      protected PayloadPolicy payloadPolicy(PCollectionRowTuple inputs) {
        return policy(configuration).payloadPolicy(inputs.get(INPUT).getSchema());
      }
    };
  }

  private static MaskPolicy policy(Configuration configuration) {
    return PolicyConfiguration.policy(
        IDENTIFIER,
        configuration.getPolicy(),
        configuration.getPolicyFile(),
        configuration.getFields(),
        configuration.getKeys());
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** A policy in YAML. */
    @SchemaFieldDescription("A policy in YAML.")
    public abstract @Nullable String getPolicy();

    /** The path of a policy. */
    @SchemaFieldDescription("The path of a policy.")
    public abstract @Nullable String getPolicyFile();

    /** What is done to single fields, where there is no policy. */
    @SchemaFieldDescription("What is done to single fields, where there is no policy.")
    public abstract @Nullable List<MaskedField> getFields();

    /** References of keys by their names; they take the place of the policy's. */
    @SchemaFieldDescription(
        "References of keys by their names; they take the place of the policy's.")
    public abstract @Nullable Map<String, String> getKeys();

    /** The name of the step in dead letters and counters; that of the transform if not given. */
    @SchemaFieldDescription(
        "The name of the step in dead letters and counters; that of the transform if not given.")
    public abstract @Nullable String getStepName();

    /** The output that dead letters go to; without it a failure is thrown. */
    @SchemaFieldDescription("The output that dead letters go to; without it a failure is thrown.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_MaskSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getPolicy}. */
      public abstract Builder setPolicy(@Nullable String policy);

      /** See {@link Configuration#getPolicyFile}. */
      public abstract Builder setPolicyFile(@Nullable String policyFile);

      /** See {@link Configuration#getFields}. */
      public abstract Builder setFields(@Nullable List<MaskedField> fields);

      /** See {@link Configuration#getKeys}. */
      public abstract Builder setKeys(@Nullable Map<String, String> keys);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }
}
