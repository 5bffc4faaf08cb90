package io.summerbeam.transforms.join;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** {@link JoinWithin} for Beam YAML and other SDKs: {@code summerbeam:join_within:v1}. */
public final class JoinWithinSchemaTransformProvider
    extends TypedSchemaTransformProvider<JoinWithinSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:join_within:v1";

  /** The tag of the left side. */
  public static final String LEFT = "left";

  /** The tag of the right side. */
  public static final String RIGHT = "right";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Joins two streams by key and distance in event time.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(LEFT, RIGHT);
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
        JoinWithin join =
            JoinWithin.with(inputs.get(RIGHT))
                .within(
                    Durations.parse("before", configuration.getBefore()),
                    Durations.parse("after", configuration.getAfter()));
        for (Pair pair : configuration.getOn()) {
          join = join.on(pair.getLeft(), pair.getRight());
        }
        String kind = configuration.getKind();
        if (kind != null) {
          join = ofKind(join, kind);
        }
        String prefix = configuration.getPrefix();
        if (prefix != null) {
          join = join.withPrefix(prefix);
        }
        String asRow = configuration.getAsRow();
        if (asRow != null) {
          join = join.asRow(asRow);
        }
        String allowedLateness = configuration.getAllowedLateness();
        if (allowedLateness != null) {
          join = join.withAllowedLateness(Durations.parse("allowed_lateness", allowedLateness));
        }
        String stepName = configuration.getStepName();
        if (stepName != null) {
          join = join.withStepName(stepName);
        }
        return inputs.get(LEFT).apply(join);
      }
    };
  }

  private static JoinWithin ofKind(JoinWithin join, String kind) {
    return switch (kind) {
      case "inner" -> join.inner();
      case "left" -> join.left();
      case "full" -> join.full();
      default ->
          throw new IllegalArgumentException("kind must be inner, left or full, but was: " + kind);
    };
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** What is equal: a field of the left side, and the field of the right side. */
    @SchemaFieldDescription(
        "What is equal: a field of the left side, and the field of the right side.")
    public abstract List<Pair> getOn();

    /** How much earlier than the left record the right one may be, as ISO 8601: PT1H. */
    @SchemaFieldDescription(
        "How much earlier than the left record the right one may be, as ISO 8601: PT1H.")
    public abstract String getBefore();

    /** How much later than the left record the right one may be, as ISO 8601: PT1H. */
    @SchemaFieldDescription(
        "How much later than the left record the right one may be, as ISO 8601: PT1H.")
    public abstract String getAfter();

    /** What comes out: inner (pairs, the default), left or full. */
    @SchemaFieldDescription("What comes out: inner (pairs, the default), left or full.")
    public abstract @Nullable String getKind();

    /** What the names of the right side's fields begin with. */
    @SchemaFieldDescription("What the names of the right side's fields begin with.")
    public abstract @Nullable String getPrefix();

    /** The one field that is the right record, as a row. */
    @SchemaFieldDescription("The one field that is the right record, as a row.")
    public abstract @Nullable String getAsRow();

    /** How late a record may be and find all its partners, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How late a record may be and find all its partners, as an ISO 8601 duration.")
    public abstract @Nullable String getAllowedLateness();

    /** The name of the step in counters. */
    @SchemaFieldDescription("The name of the step in counters.")
    public abstract @Nullable String getStepName();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_JoinWithinSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getOn}. */
      public abstract Builder setOn(List<Pair> on);

      /** See {@link Configuration#getBefore}. */
      public abstract Builder setBefore(String before);

      /** See {@link Configuration#getAfter}. */
      public abstract Builder setAfter(String after);

      /** See {@link Configuration#getKind}. */
      public abstract Builder setKind(@Nullable String kind);

      /** See {@link Configuration#getPrefix}. */
      public abstract Builder setPrefix(@Nullable String prefix);

      /** See {@link Configuration#getAsRow}. */
      public abstract Builder setAsRow(@Nullable String asRow);

      /** See {@link Configuration#getAllowedLateness}. */
      public abstract Builder setAllowedLateness(@Nullable String allowedLateness);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** A field of the left side and one of the right. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Pair {

    /** The field of the left side. */
    @SchemaFieldDescription("The field of the left side.")
    public abstract String getLeft();

    /** The field of the right side. */
    @SchemaFieldDescription("The field of the right side.")
    public abstract String getRight();

    /** Makes one. */
    @SchemaCreate
    public static Pair of(String left, String right) {
      return new AutoValue_JoinWithinSchemaTransformProvider_Pair(left, right);
    }
  }
}
