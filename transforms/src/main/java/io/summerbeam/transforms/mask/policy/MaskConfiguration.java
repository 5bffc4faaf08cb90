package io.summerbeam.transforms.mask.policy;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of {@link MaskSchemaTransformProvider} and {@link
 * UnmaskSchemaTransformProvider}: what masks records is what unmasks them.
 */
@DefaultSchema(AutoValueSchema.class)
@AutoValue
public abstract class MaskConfiguration {

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
  @SchemaFieldDescription("References of keys by their names; they take the place of the policy's.")
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
    return new AutoValue_MaskConfiguration.Builder();
  }

  /** Builds a {@link MaskConfiguration}. */
  @AutoValue.Builder
  public abstract static class Builder {

    /** See {@link MaskConfiguration#getPolicy}. */
    public abstract Builder setPolicy(@Nullable String policy);

    /** See {@link MaskConfiguration#getPolicyFile}. */
    public abstract Builder setPolicyFile(@Nullable String policyFile);

    /** See {@link MaskConfiguration#getFields}. */
    public abstract Builder setFields(@Nullable List<MaskedField> fields);

    /** See {@link MaskConfiguration#getKeys}. */
    public abstract Builder setKeys(@Nullable Map<String, String> keys);

    /** See {@link MaskConfiguration#getStepName}. */
    public abstract Builder setStepName(@Nullable String stepName);

    /** See {@link MaskConfiguration#getErrorHandling}. */
    public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

    /** Builds it. */
    public abstract MaskConfiguration build();
  }
}
