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
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
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
    return new PortableTransform(configuration.getErrorHandling()) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        JoinWithin join =
            JoinWithin.with(inputs.get(RIGHT))
                .within(
                    Durations.parse("before", configuration.getBefore()),
                    Durations.parse("after", configuration.getAfter()));
        for (Pair pair : orNone(configuration.getOn())) {
          join = join.on(pair.getLeft(), pair.getRight());
        }
        for (Pair pair : orNone(configuration.getOnExpressions())) {
          join = join.onExpressions(pair.getLeft(), pair.getRight());
        }
        for (TakenField taken : orNone(configuration.getTake())) {
          join = join.take(taken.getColumn(), taken.getField());
        }
        for (TakenRow taken : orNone(configuration.getTakeAs())) {
          join = join.takeAs(taken.getField(), orNone(taken.getColumns()).toArray(String[]::new));
        }
        String kind = configuration.getKind();
        if (kind != null) {
          join = ofKind(join, kind);
        }
        String prefix = configuration.getPrefix();
        if (prefix != null) {
          join = join.withPrefix(prefix);
        }
        String allowedLateness = configuration.getAllowedLateness();
        if (allowedLateness != null) {
          join = join.withAllowedLateness(Durations.parse("allowed_lateness", allowedLateness));
        }
        String stepName = configuration.getStepName();
        if (stepName != null) {
          join = join.withStepName(stepName);
        }
        return inputs.get(LEFT).apply(dead == null ? join : join.withDeadLetters(dead));
      }
    };
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
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
    public abstract @Nullable List<Pair> getOn();

    /** What is equal: an expression on the left side, and one on the right side, in CEL. */
    @SchemaFieldDescription(
        "What is equal: an expression on the left side, and one on the right side, in CEL.")
    public abstract @Nullable List<Pair> getOnExpressions();

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

    /** What is taken of the right side: the new field, and the field it comes from. */
    @SchemaFieldDescription(
        "What is taken of the right side: the new field, and the field it comes from. Nothing said"
            + " here or in take_as: all fields.")
    public abstract @Nullable List<TakenField> getTake();

    /** What is taken as a row: the new field, and the fields of the right side; or all. */
    @SchemaFieldDescription(
        "What is taken as a row: the new field, and the fields of the right side; or all.")
    public abstract @Nullable List<TakenRow> getTakeAs();

    /** What the names of the right side's fields begin with, where all are taken. */
    @SchemaFieldDescription(
        "What the names of the right side's fields begin with, where all are taken.")
    public abstract @Nullable String getPrefix();

    /** How late a record may be and find all its partners, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How late a record may be and find all its partners, as an ISO 8601 duration.")
    public abstract @Nullable String getAllowedLateness();

    /** The name of the step in dead letters and counters. */
    @SchemaFieldDescription("The name of the step in dead letters and counters.")
    public abstract @Nullable String getStepName();

    /** The output that left records without a partner go to; not with left or full. */
    @SchemaFieldDescription(
        "The output that left records without a partner go to, as dead letters; without it they are"
            + " dropped. Not with left or full, which keep them.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_JoinWithinSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getOn}. */
      public abstract Builder setOn(@Nullable List<Pair> on);

      /** See {@link Configuration#getOnExpressions}. */
      public abstract Builder setOnExpressions(@Nullable List<Pair> onExpressions);

      /** See {@link Configuration#getBefore}. */
      public abstract Builder setBefore(String before);

      /** See {@link Configuration#getAfter}. */
      public abstract Builder setAfter(String after);

      /** See {@link Configuration#getKind}. */
      public abstract Builder setKind(@Nullable String kind);

      /** See {@link Configuration#getTake}. */
      public abstract Builder setTake(@Nullable List<TakenField> take);

      /** See {@link Configuration#getTakeAs}. */
      public abstract Builder setTakeAs(@Nullable List<TakenRow> takeAs);

      /** See {@link Configuration#getPrefix}. */
      public abstract Builder setPrefix(@Nullable String prefix);

      /** See {@link Configuration#getAllowedLateness}. */
      public abstract Builder setAllowedLateness(@Nullable String allowedLateness);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** A field of the left side and one of the right, or expressions on them. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Pair {

    /** Of the left side. */
    @SchemaFieldDescription("Of the left side.")
    public abstract String getLeft();

    /** Of the right side. */
    @SchemaFieldDescription("Of the right side.")
    public abstract String getRight();

    /** Makes one. */
    @SchemaCreate
    public static Pair of(String left, String right) {
      return new AutoValue_JoinWithinSchemaTransformProvider_Pair(left, right);
    }
  }

  /** A new field, and the field of the right side that it comes from. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class TakenField {

    /** The new field. */
    @SchemaFieldDescription("The new field.")
    public abstract String getField();

    /** The field of the right side. */
    @SchemaFieldDescription("The field of the right side.")
    public abstract String getColumn();

    /** Makes one. */
    @SchemaCreate
    public static TakenField of(String field, String column) {
      return new AutoValue_JoinWithinSchemaTransformProvider_TakenField(field, column);
    }
  }

  /** A new field that is a row, and the fields of the right side in it. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class TakenRow {

    /** The new field. */
    @SchemaFieldDescription("The new field.")
    public abstract String getField();

    /** The fields of the right side; all if not given. */
    @SchemaFieldDescription("The fields of the right side; all if not given.")
    public abstract @Nullable List<String> getColumns();

    /** Makes one. */
    @SchemaCreate
    public static TakenRow of(String field, @Nullable List<String> columns) {
      return new AutoValue_JoinWithinSchemaTransformProvider_TakenRow(field, columns);
    }
  }
}
