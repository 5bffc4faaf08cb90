package io.summerbeam.transforms.validate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** {@link Validate} for Beam YAML and other SDKs: {@code summerbeam:validate:v1}. */
public final class ValidateSchemaTransformProvider
    extends TypedSchemaTransformProvider<ValidateSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:validate:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Lets the records through that keep all expectations.";
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
        Validate validate = Validate.records();
        for (NamedExpression expectation : configuration.getExpectations()) {
          validate = validate.expect(expectation.getName(), expectation.getExpression());
        }
        String stepName = configuration.getStepName();
        if (stepName != null) {
          validate = validate.withStepName(stepName);
        }
        return inputs.get(INPUT).apply(dead == null ? validate : validate.withDeadLetters(dead));
      }
    };
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The expectations: a name and an expression each. */
    @SchemaFieldDescription("The expectations: a name and an expression each.")
    public abstract List<NamedExpression> getExpectations();

    /** The name of the step in dead letters and counters; that of the transform if not given. */
    @SchemaFieldDescription(
        "The name of the step in dead letters and counters; that of the transform if not given.")
    public abstract @Nullable String getStepName();

    /** The output that dead letters go to; without it a failure is thrown. */
    @SchemaFieldDescription("The output that dead letters go to; without it a failure is thrown.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_ValidateSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getExpectations}. */
      public abstract Builder setExpectations(List<NamedExpression> expectations);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** An expectation. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class NamedExpression {

    /** What it is called in dead letters. */
    @SchemaFieldDescription("What it is called in dead letters.")
    public abstract String getName();

    /** What must be true, in CEL. */
    @SchemaFieldDescription("What must be true, in CEL.")
    public abstract String getExpression();

    /** Makes one. */
    @SchemaCreate
    public static NamedExpression of(String name, String expression) {
      return new AutoValue_ValidateSchemaTransformProvider_NamedExpression(name, expression);
    }
  }
}
