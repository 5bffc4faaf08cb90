package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.ComputedPair;
import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.Pair;
import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.TakenRow;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
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
 * {@link EnrichFromChangelog} for Beam YAML and other SDKs: {@code
 * summerbeam:enrich_from_changelog:v1}.
 */
public final class EnrichFromChangelogSchemaTransformProvider
    extends TypedSchemaTransformProvider<EnrichFromChangelogSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:enrich_from_changelog:v1";

  /** The tag of the table's changes. */
  public static final String CHANGES = "changes";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Adds fields of a table to each record as the table was at the record's own time.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT, CHANGES);
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
        EnrichFromChangelog enrich = Enrich.fromChangelog(inputs.get(CHANGES));
        enrich =
            enrich.with(
                PortableEnrichment.configure(
                    enrich.enrichment(),
                    configuration.getOn(),
                    configuration.getOnExpression(),
                    configuration.getTake(),
                    configuration.getTakeAs(),
                    configuration.getOnMiss()));
        String deletes = configuration.getDeletes();
        if (deletes != null) {
          enrich = enrich.withDeletes(deletes);
        }
        String deleteWhen = configuration.getDeleteWhen();
        if (deleteWhen != null) {
          enrich = enrich.withDeleteWhen(deleteWhen);
        }
        String version = configuration.getVersion();
        if (version != null) {
          enrich = enrich.withVersion(version);
        }
        String history = configuration.getHistory();
        if (history != null) {
          enrich = enrich.withHistory(Durations.parse("history", history));
        }
        String ttl = configuration.getTtl();
        if (ttl != null) {
          enrich = enrich.withTtl(Durations.parse("ttl", ttl));
        }
        String waiting = configuration.getWait();
        if (waiting != null) {
          enrich = enrich.withWait(Durations.parse("wait", waiting));
        }
        String inWindows = configuration.getInWindows();
        if (inWindows != null) {
          enrich = enrich.inWindows(Durations.parse("in_windows", inWindows));
        }
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

    /** What is looked up: a field of the record, and the field of the changes it must equal. */
    @SchemaFieldDescription(
        "What is looked up: a field of the record, and the field of the changes it must equal.")
    public abstract @Nullable List<Pair> getOn();

    /** What is looked up: an expression on the record, and the field of the changes. */
    @SchemaFieldDescription(
        "What is looked up: an expression on the record, and the field of the changes.")
    public abstract @Nullable List<ComputedPair> getOnExpression();

    /** What is taken: the new field of the record, and the field of the changes. */
    @SchemaFieldDescription(
        "What is taken: the new field of the record, and the field of the changes.")
    public abstract @Nullable List<Pair> getTake();

    /** What is taken as a row: the new field, and the fields of the changes; or all. */
    @SchemaFieldDescription(
        "What is taken as a row: the new field, and the fields of the changes; or all.")
    public abstract @Nullable List<TakenRow> getTakeAs();

    /** The field that is true where a change is a delete. */
    @SchemaFieldDescription("The field that is true where a change is a delete.")
    public abstract @Nullable String getDeletes();

    /** The condition that a change satisfies where it is a delete. */
    @SchemaFieldDescription("The condition that a change satisfies where it is a delete.")
    public abstract @Nullable String getDeleteWhen();

    /** The field that is greater in the newer of two changes of one time. */
    @SchemaFieldDescription("The field that is greater in the newer of two changes of one time.")
    public abstract @Nullable String getVersion();

    /** How far behind records meet the version of their time, as ISO 8601: PT1H. */
    @SchemaFieldDescription(
        "How far behind records meet the version of their time, as ISO 8601: PT1H.")
    public abstract @Nullable String getHistory();

    /** How long a change is valid, as an ISO 8601 duration; for ever if not given. */
    @SchemaFieldDescription(
        "How long a change is valid, as an ISO 8601 duration; for ever if not given.")
    public abstract @Nullable String getTtl();

    /** How much longer a record waits for late changes, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How much longer a record waits for late changes, as an ISO 8601 duration.")
    public abstract @Nullable String getWait();

    /** In windows of this length, without state and timers: an ISO 8601 duration. */
    @SchemaFieldDescription(
        "In windows of this length, without state and timers: an ISO 8601 duration.")
    public abstract @Nullable String getInWindows();

    /** What becomes of a record that misses: fail (the default), keep or drop. */
    @SchemaFieldDescription(
        "What becomes of a record that misses: fail (the default), keep or drop.")
    public abstract @Nullable String getOnMiss();

    /** The name of the step in dead letters and counters. */
    @SchemaFieldDescription("The name of the step in dead letters and counters.")
    public abstract @Nullable String getStepName();

    /** The output that dead letters go to; without it a failure is thrown. */
    @SchemaFieldDescription("The output that dead letters go to; without it a failure is thrown.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_EnrichFromChangelogSchemaTransformProvider_Configuration.Builder();
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

      /** See {@link Configuration#getDeletes}. */
      public abstract Builder setDeletes(@Nullable String deletes);

      /** See {@link Configuration#getDeleteWhen}. */
      public abstract Builder setDeleteWhen(@Nullable String deleteWhen);

      /** See {@link Configuration#getVersion}. */
      public abstract Builder setVersion(@Nullable String version);

      /** See {@link Configuration#getHistory}. */
      public abstract Builder setHistory(@Nullable String history);

      /** See {@link Configuration#getTtl}. */
      public abstract Builder setTtl(@Nullable String ttl);

      /** See {@link Configuration#getWait}. */
      public abstract Builder setWait(@Nullable String wait);

      /** See {@link Configuration#getInWindows}. */
      public abstract Builder setInWindows(@Nullable String inWindows);

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
}
