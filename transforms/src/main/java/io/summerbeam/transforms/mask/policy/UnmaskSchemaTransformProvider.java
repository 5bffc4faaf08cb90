package io.summerbeam.transforms.mask.policy;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.Unmask;
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
 * {@link Unmask} for Beam YAML and other SDKs: {@code summerbeam:unmask:v1}, with the {@link
 * MaskPolicy}, or the same fields, that the records were masked by. Its dead letters hold the
 * records as they came in: masked.
 */
public final class UnmaskSchemaTransformProvider
    extends TypedSchemaTransformProvider<UnmaskSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:unmask:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Turns masked fields of records back.";
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
        Unmask unmask = policy(configuration).toUnmask(input.getSchema());
        String stepName = configuration.getStepName();
        if (stepName != null) {
          unmask = unmask.withStepName(stepName);
        }
        return input.apply(dead == null ? unmask : unmask.withDeadLetters(dead));
      }

      @Override
      protected PayloadPolicy payloadPolicy(PCollectionRowTuple inputs) {
        // Without what libraries say, which may quote what was unmasked.
        return letter -> letter;
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
      return new AutoValue_UnmaskSchemaTransformProvider_Configuration.Builder();
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
