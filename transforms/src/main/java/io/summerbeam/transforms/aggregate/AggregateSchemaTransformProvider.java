package io.summerbeam.transforms.aggregate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
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

/** {@link Aggregate} for Beam YAML and other SDKs: {@code summerbeam:aggregate:v1}. */
public final class AggregateSchemaTransformProvider
    extends TypedSchemaTransformProvider<AggregateSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:aggregate:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "One row for all records with the same key fields in the same window.";
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
        List<String> by = configuration.getBy();
        Aggregate aggregate =
            by == null || by.isEmpty()
                ? Aggregate.globally()
                : Aggregate.by(by.get(0), by.subList(1, by.size()).toArray(String[]::new));
        aggregate = inWindows(aggregate, configuration);
        for (Function function : configuration.getFunctions()) {
          aggregate = PortableFunctions.add(function, aggregate);
        }
        String stepName = configuration.getStepName();
        if (stepName != null) {
          aggregate = aggregate.withStepName(stepName);
        }
        String closedWindowsFor = configuration.getClosedWindowsFor();
        if (closedWindowsFor != null) {
          aggregate =
              aggregate.withClosedWindowsFor(
                  Durations.parse("closed_windows_for", closedWindowsFor));
        }
        return inputs.get(INPUT).apply(dead == null ? aggregate : aggregate.withLateData(dead));
      }
    };
  }

  private static Aggregate inWindows(Aggregate aggregate, Configuration configuration) {
    Aggregate all = aggregate;
    String windows = configuration.getWindows();
    if (windows != null) {
      all = all.over(Windows.parse(windows));
    }
    String firings = configuration.getFirings();
    if (firings != null) {
      all = all.withFirings(Firings.parse(firings));
    }
    String allowedLateness = configuration.getAllowedLateness();
    if (allowedLateness != null) {
      all = all.withAllowedLateness(Durations.parse("allowed_lateness", allowedLateness));
    }
    if (Boolean.TRUE.equals(configuration.getPane())) {
      all = all.withPane();
    }
    Integer hotKeyFanout = configuration.getHotKeyFanout();
    return hotKeyFanout == null ? all : all.withHotKeyFanout(hotKeyFanout);
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The key fields; none for one row a window. */
    @SchemaFieldDescription("The key fields; none for one row a window.")
    public abstract @Nullable List<String> getBy();

    /** The windows: fixed PT5M, days UTC, global; those of the input if not given. */
    @SchemaFieldDescription(
        "The windows: fixed PT5M, sliding PT1H every PT5M, sessions PT30M, days UTC, weeks UTC,"
            + " months UTC, global; those of the input if not given.")
    public abstract @Nullable String getWindows();

    /** When results leave: early every PT10S, late each, discarding; as the input's windowing. */
    @SchemaFieldDescription(
        "When results leave: on time; early every PT10S, late each, discarding; as the input's"
            + " windowing says if not given.")
    public abstract @Nullable String getFirings();

    /** How long after its end a window takes late records, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How long after its end a window takes late records, as an ISO 8601 duration; as the"
            + " input's windowing says if not given.")
    public abstract @Nullable String getAllowedLateness();

    /** Whether the output has a field pane with the timing, index and is_final of the firing. */
    @SchemaFieldDescription(
        "Whether the output has a field pane with the timing, index and is_final of the firing;"
            + " not if not given.")
    public abstract @Nullable Boolean getPane();

    /** In how many parts each group is merged first, for keys with very many records. */
    @SchemaFieldDescription(
        "In how many parts each group is merged first, for keys with very many records; in one if"
            + " not given.")
    public abstract @Nullable Integer getHotKeyFanout();

    /** The name of the step in counters; that of the transform if not given. */
    @SchemaFieldDescription("The name of the step in counters; that of the transform if not given.")
    public abstract @Nullable String getStepName();

    /** How long closed windows are remembered where late data is kept, as ISO 8601: P1D. */
    @SchemaFieldDescription(
        "How long closed windows are remembered where late data is kept, as ISO 8601: P1D.")
    public abstract @Nullable String getClosedWindowsFor();

    /** The output that late records go to; without it the runner drops them. */
    @SchemaFieldDescription("The output that late records go to; without it the runner drops them.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** What is computed, in the order of the output. */
    @SchemaFieldDescription("What is computed, in the order of the output.")
    public abstract List<Function> getFunctions();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_AggregateSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getBy}. */
      public abstract Builder setBy(@Nullable List<String> by);

      /** See {@link Configuration#getWindows}. */
      public abstract Builder setWindows(@Nullable String windows);

      /** See {@link Configuration#getFirings}. */
      public abstract Builder setFirings(@Nullable String firings);

      /** See {@link Configuration#getAllowedLateness}. */
      public abstract Builder setAllowedLateness(@Nullable String allowedLateness);

      /** See {@link Configuration#getPane}. */
      public abstract Builder setPane(@Nullable Boolean pane);

      /** See {@link Configuration#getHotKeyFanout}. */
      public abstract Builder setHotKeyFanout(@Nullable Integer hotKeyFanout);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getClosedWindowsFor}. */
      public abstract Builder setClosedWindowsFor(@Nullable String closedWindowsFor);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** See {@link Configuration#getFunctions}. */
      public abstract Builder setFunctions(List<Function> functions);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** One function. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Function {

    /** Its name, as the method of Aggregate has it: count, count_if, max_by, ... */
    @SchemaFieldDescription(
        "Its name, as the method of Aggregate has it: count, count_if, max_by, ...")
    public abstract String getFunction();

    /** The field it is of; none for count and where a condition decides. */
    @SchemaFieldDescription("The field it is of; none for count and where a condition decides.")
    public abstract @Nullable String getField();

    /** The fields of count_distinct, where there are several. */
    @SchemaFieldDescription("The fields of count_distinct, where there are several.")
    public abstract @Nullable List<String> getFields();

    /** The condition of count_if, ratio, any and all, in CEL. */
    @SchemaFieldDescription("The condition of count_if, ratio, any and all, in CEL.")
    public abstract @Nullable String getCondition();

    /** The field whose sum ratio_of_sums divides by. */
    @SchemaFieldDescription("The field whose sum ratio_of_sums divides by.")
    public abstract @Nullable String getDenominator();

    /** The quantile, from 0 to 1. */
    @SchemaFieldDescription("The quantile, from 0 to 1.")
    public abstract @Nullable Double getQuantile();

    /** The quantiles, from 0 to 1. */
    @SchemaFieldDescription("The quantiles, from 0 to 1.")
    public abstract @Nullable List<Double> getQuantiles();

    /** The field that decides in min_by and max_by. */
    @SchemaFieldDescription("The field that decides in min_by and max_by.")
    public abstract @Nullable String getOrderBy();

    /** How many values top, bottom, collect and most_frequent give at most. */
    @SchemaFieldDescription("How many values top, bottom, collect and most_frequent give at most.")
    public abstract @Nullable Integer getLimit();

    /** The field of the output. */
    @SchemaFieldDescription("The field of the output.")
    public abstract String getAs();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_AggregateSchemaTransformProvider_Function.Builder();
    }

    /** Builds a {@link Function}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Function#getFunction}. */
      public abstract Builder setFunction(String function);

      /** See {@link Function#getField}. */
      public abstract Builder setField(@Nullable String field);

      /** See {@link Function#getFields}. */
      public abstract Builder setFields(@Nullable List<String> fields);

      /** See {@link Function#getCondition}. */
      public abstract Builder setCondition(@Nullable String condition);

      /** See {@link Function#getDenominator}. */
      public abstract Builder setDenominator(@Nullable String denominator);

      /** See {@link Function#getQuantile}. */
      public abstract Builder setQuantile(@Nullable Double quantile);

      /** See {@link Function#getQuantiles}. */
      public abstract Builder setQuantiles(@Nullable List<Double> quantiles);

      /** See {@link Function#getOrderBy}. */
      public abstract Builder setOrderBy(@Nullable String orderBy);

      /** See {@link Function#getLimit}. */
      public abstract Builder setLimit(@Nullable Integer limit);

      /** See {@link Function#getAs}. */
      public abstract Builder setAs(String as);

      /** Builds it. */
      public abstract Function build();
    }
  }
}
