package io.summerbeam.transforms.enrich;

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

/**
 * {@link EnrichFromTable} for Beam YAML and other SDKs: {@code summerbeam:enrich_from_table:v1}.
 */
public final class EnrichFromTableSchemaTransformProvider
    extends TypedSchemaTransformProvider<EnrichFromTableSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:enrich_from_table:v1";

  /** The tag of the table's rows. */
  public static final String TABLE = "table";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Adds fields of a bounded table to each record.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT, TABLE);
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
        EnrichFromTable plain = Enrich.fromTable(inputs.get(TABLE));
        EnrichFromTable enrich =
            plain.with(
                PortableEnrichment.configure(
                    plain.enrichment(),
                    configuration.getOn(),
                    configuration.getOnExpression(),
                    configuration.getTake(),
                    configuration.getTakeAs(),
                    configuration.getOnMiss()));
        String stepName = configuration.getStepName();
        if (stepName != null) {
          enrich = enrich.withStepName(stepName);
        }
        return inputs.get(INPUT).apply(dead == null ? enrich : enrich.withDeadLetters(dead));
      }
    };
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** What is looked up: a field of the record, and the field of the table it must equal. */
    @SchemaFieldDescription(
        "What is looked up: a field of the record, and the field of the table it must equal.")
    public abstract @Nullable List<Pair> getOn();

    /** What is looked up: an expression on the record, and the field of the table it must equal. */
    @SchemaFieldDescription(
        "What is looked up: an expression on the record, and the field of the table it must"
            + " equal.")
    public abstract @Nullable List<ComputedPair> getOnExpression();

    /** What is taken: the new field of the record, and the field of the table it comes from. */
    @SchemaFieldDescription(
        "What is taken: the new field of the record, and the field of the table it comes from.")
    public abstract @Nullable List<Pair> getTake();

    /** What is taken as a row: the new field of the record, and the fields of the table; or all. */
    @SchemaFieldDescription(
        "What is taken as a row: the new field of the record, and the fields of the table; or"
            + " all.")
    public abstract @Nullable List<TakenRow> getTakeAs();

    /** What becomes of a record that is not in the table: fail (the default), keep or drop. */
    @SchemaFieldDescription(
        "What becomes of a record that is not in the table: fail (the default), keep or drop.")
    public abstract @Nullable String getOnMiss();

    /** The name of the step in dead letters and counters; that of the transform if not given. */
    @SchemaFieldDescription(
        "The name of the step in dead letters and counters; that of the transform if not given.")
    public abstract @Nullable String getStepName();

    /** The output that dead letters go to; without it a failure is thrown. */
    @SchemaFieldDescription("The output that dead letters go to; without it a failure is thrown.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_EnrichFromTableSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getOn}. */
      public abstract Builder setOn(@Nullable List<Pair> on);

      /** See {@link Configuration#getOnExpression}. */
      public abstract Builder setOnExpression(@Nullable List<ComputedPair> onExpression);

      /** See {@link Configuration#getTake}. */
      public abstract Builder setTake(@Nullable List<Pair> take);

      /** See {@link Configuration#getTakeAs}. */
      public abstract Builder setTakeAs(@Nullable List<TakenRow> takeAs);

      /** See {@link Configuration#getOnMiss}. */
      public abstract Builder setOnMiss(@Nullable String onMiss);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** A field of the record and one of the table. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Pair {

    /** The field of the record. */
    @SchemaFieldDescription("The field of the record.")
    public abstract String getField();

    /** The field of the table. */
    @SchemaFieldDescription("The field of the table.")
    public abstract String getColumn();

    /** Makes one. */
    @SchemaCreate
    public static Pair of(String field, String column) {
      return new AutoValue_EnrichFromTableSchemaTransformProvider_Pair(field, column);
    }
  }

  /** An expression on the record and a field of the table. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class ComputedPair {

    /** The expression, in CEL. */
    @SchemaFieldDescription("The expression, in CEL.")
    public abstract String getExpression();

    /** The field of the table. */
    @SchemaFieldDescription("The field of the table.")
    public abstract String getColumn();

    /** Makes one. */
    @SchemaCreate
    public static ComputedPair of(String expression, String column) {
      return new AutoValue_EnrichFromTableSchemaTransformProvider_ComputedPair(expression, column);
    }
  }

  /** A field of the record that is a row, and the fields of the table in it. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class TakenRow {

    /** The field of the record. */
    @SchemaFieldDescription("The field of the record.")
    public abstract String getField();

    /** The fields of the table; all if not given. */
    @SchemaFieldDescription("The fields of the table; all if not given.")
    public abstract @Nullable List<String> getColumns();

    /** Makes one. */
    @SchemaCreate
    public static TakenRow of(String field, @Nullable List<String> columns) {
      return new AutoValue_EnrichFromTableSchemaTransformProvider_TakenRow(field, columns);
    }
  }
}
