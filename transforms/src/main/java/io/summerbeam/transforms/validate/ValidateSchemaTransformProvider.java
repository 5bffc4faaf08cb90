package io.summerbeam.transforms.validate;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.portable.PortableTransform;
import io.summerbeam.transforms.portable.ThresholdConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldName;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@link Validate} for Beam YAML and other SDKs: {@code summerbeam:validate:v1}. The settings of an
 * expectation are those of a file of {@link Expectations}; a table is another input, by its name.
 */
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
        Validate validate = configured(configuration, tables(inputs));
        return inputs.get(INPUT).apply(dead == null ? validate : validate.withDeadLetters(dead));
      }
    };
  }

  private static Map<String, PCollection<Row>> tables(PCollectionRowTuple inputs) {
    Map<String, PCollection<Row>> tables = new TreeMap<>(inputs.getAll());
    tables.remove(PortableTransform.INPUT);
    return tables;
  }

  private static Validate configured(
      Configuration configuration, Map<String, PCollection<Row>> tables) {
    Validate validate = Validate.records();
    List<ExpectationConfiguration> expectations = configuration.getExpectations();
    if (expectations != null) {
      for (ExpectationConfiguration each : expectations) {
        validate = validate.expect(expectation(each, tables));
      }
    }
    String file = configuration.getExpectationsFile();
    if (file != null) {
      Expectations all = Expectations.load(Path.of(file));
      for (Map.Entry<String, PCollection<Row>> table : tables.entrySet()) {
        all = all.withTable(table.getKey(), table.getValue());
      }
      validate = validate.expect(all);
    }
    ThresholdConfiguration threshold = configuration.getErrorThreshold();
    if (threshold != null) {
      validate = validate.withErrorThreshold(threshold.threshold());
    }
    String stepName = configuration.getStepName();
    return stepName == null ? validate : validate.withStepName(stepName);
  }

  private static Expectation expectation(
      ExpectationConfiguration configuration, Map<String, PCollection<Row>> tables) {
    try {
      return configuration.settings().expectation(tables);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Validate, expectation '" + configuration.getName() + "': " + e.getMessage(), e);
    }
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The expectations. */
    @SchemaFieldDescription("The expectations: a name, one rule, and what becomes of a violation.")
    public abstract @Nullable List<ExpectationConfiguration> getExpectations();

    /** A YAML file with more expectations. */
    @SchemaFieldDescription("A YAML file with more expectations, where the pipeline is built.")
    public abstract @Nullable String getExpectationsFile();

    /** How many records may fail; however many if not given. */
    @SchemaFieldDescription("How many records may fail; however many if not given.")
    public abstract @Nullable ThresholdConfiguration getErrorThreshold();

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
      public abstract Builder setExpectations(
          @Nullable List<ExpectationConfiguration> expectations);

      /** See {@link Configuration#getExpectationsFile}. */
      public abstract Builder setExpectationsFile(@Nullable String file);

      /** See {@link Configuration#getErrorThreshold}. */
      public abstract Builder setErrorThreshold(@Nullable ThresholdConfiguration threshold);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  // Beam makes names with underscores of ours, but not inside of lists: here they are given.
  /** An expectation: its name, and the settings of one rule. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class ExpectationConfiguration {

    /** What it is called in dead letters, counters and the report. */
    @SchemaFieldDescription("What it is called in dead letters, counters and the report.")
    public abstract String getName();

    /** What becomes of a record that breaks it: warn, drop, dead_letter (the default), fail. */
    @SchemaFieldDescription(
        "What becomes of a record that breaks it: warn, drop, dead_letter (the default), fail.")
    @SchemaFieldName("on_failure")
    public abstract @Nullable String getOnFailure();

    /** Whether null keeps it, too. */
    @SchemaFieldDescription("Whether null keeps it, too.")
    @SchemaFieldName("or_null")
    public abstract @Nullable Boolean getOrNull();

    /** Rule: what must be true, in CEL. */
    @SchemaFieldDescription("Rule: what must be true, in CEL.")
    public abstract @Nullable String getExpression();

    /** The field that the rule is about, as a path. */
    @SchemaFieldDescription("The field that the rule is about, as a path.")
    public abstract @Nullable String getField();

    /** The fields that the rule is about, where there are several. */
    @SchemaFieldDescription("The fields that the rule is about, where there are several.")
    public abstract @Nullable List<String> getFields();

    /** Rule: the field is not null. */
    @SchemaFieldDescription("Rule: the field is not null.")
    @SchemaFieldName("not_null")
    public abstract @Nullable Boolean getNotNull();

    /** Rule: the field is this or greater; a number, date or time as text. */
    @SchemaFieldDescription("Rule: the field is this or greater; a number, date or time as text.")
    public abstract @Nullable String getFrom();

    /** Rule: the field is this or less; a number, date or time as text. */
    @SchemaFieldDescription("Rule: the field is this or less; a number, date or time as text.")
    public abstract @Nullable String getTo();

    /** Rule: the field matches, as a whole, this pattern of RE2. */
    @SchemaFieldDescription("Rule: the field matches, as a whole, this pattern of RE2.")
    public abstract @Nullable String getMatches();

    /** Rule: the field is one of these. */
    @SchemaFieldDescription("Rule: the field is one of these, as text.")
    @SchemaFieldName("one_of")
    public abstract @Nullable List<String> getOneOf();

    /** Rule: the field has at least this length. */
    @SchemaFieldDescription("Rule: the field has at least this length.")
    @SchemaFieldName("min_length")
    public abstract @Nullable Integer getMinLength();

    /** Rule: the field has at most this length. */
    @SchemaFieldDescription("Rule: the field has at most this length.")
    @SchemaFieldName("max_length")
    public abstract @Nullable Integer getMaxLength();

    /** Rule: no other record has the same fields. */
    @SchemaFieldDescription("Rule: no other record has the same fields.")
    public abstract @Nullable Boolean getUnique();

    /** How near in event time the same fields are not unique, as an ISO 8601 duration. */
    @SchemaFieldDescription(
        "How near in event time the same fields are not unique, as an ISO 8601 duration: P1D.")
    public abstract @Nullable String getWithin();

    /** Rule: the field does not fall, by the key of these fields. */
    @SchemaFieldDescription("Rule: the field does not fall, by the key of these fields.")
    @SchemaFieldName("monotonic_by")
    public abstract @Nullable List<String> getMonotonicBy();

    /** Rule: the fields are a key of this table, which is another input. */
    @SchemaFieldDescription("Rule: the fields are a key of this table, which is another input.")
    public abstract @Nullable String getTable();

    /** The fields of the table; if not given, they are called as those of the record. */
    @SchemaFieldDescription(
        "The fields of the table; if not given, they are called as those of the record.")
    @SchemaFieldName("table_fields")
    public abstract @Nullable List<String> getTableFields();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_ValidateSchemaTransformProvider_ExpectationConfiguration.Builder();
    }

    ExpectationSettings settings() {
      String field = getField();
      if (field != null && getFields() != null) {
        throw new IllegalArgumentException("fields and field cannot both be there.");
      }
      return ExpectationSettings.builder()
          .setName(getName())
          .setOnFailure(action(getOnFailure()))
          .setOrNull(Boolean.TRUE.equals(getOrNull()))
          .setExpression(getExpression())
          .setFields(field == null ? orNone(getFields()) : List.of(field))
          .setNotNull(Boolean.TRUE.equals(getNotNull()))
          .setFrom(getFrom())
          .setTo(getTo())
          .setMatches(getMatches())
          .setOneOf(new ArrayList<>(orNone(getOneOf())))
          .setMinLength(getMinLength())
          .setMaxLength(getMaxLength())
          .setUnique(Boolean.TRUE.equals(getUnique()))
          .setWithin(getWithin())
          .setMonotonicBy(orNone(getMonotonicBy()))
          .setTable(getTable())
          .setTableFields(orNone(getTableFields()))
          .build();
    }

    private static List<String> orNone(@Nullable List<String> given) {
      return given == null ? List.of() : given;
    }

    private static Action action(@Nullable String code) {
      if (code == null) {
        return Action.DEAD_LETTER;
      }
      for (Action action : Action.values()) {
        if (action.code().equals(code)) {
          return action;
        }
      }
      List<String> codes = Arrays.stream(Action.values()).map(Action::code).toList();
      throw new IllegalArgumentException(
          "on_failure must be one of "
              + String.join(", ", codes)
              + ", but is '"
              + code
              + "'"
              + NearestName.hint(code, codes));
    }

    /** Builds an {@link ExpectationConfiguration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link ExpectationConfiguration#getName}. */
      public abstract Builder setName(String name);

      /** See {@link ExpectationConfiguration#getOnFailure}. */
      public abstract Builder setOnFailure(@Nullable String onFailure);

      /** See {@link ExpectationConfiguration#getOrNull}. */
      public abstract Builder setOrNull(@Nullable Boolean orNull);

      /** See {@link ExpectationConfiguration#getExpression}. */
      public abstract Builder setExpression(@Nullable String expression);

      /** See {@link ExpectationConfiguration#getField}. */
      public abstract Builder setField(@Nullable String field);

      /** See {@link ExpectationConfiguration#getFields}. */
      public abstract Builder setFields(@Nullable List<String> fields);

      /** See {@link ExpectationConfiguration#getNotNull}. */
      public abstract Builder setNotNull(@Nullable Boolean notNull);

      /** See {@link ExpectationConfiguration#getFrom}. */
      public abstract Builder setFrom(@Nullable String from);

      /** See {@link ExpectationConfiguration#getTo}. */
      public abstract Builder setTo(@Nullable String to);

      /** See {@link ExpectationConfiguration#getMatches}. */
      public abstract Builder setMatches(@Nullable String matches);

      /** See {@link ExpectationConfiguration#getOneOf}. */
      public abstract Builder setOneOf(@Nullable List<String> oneOf);

      /** See {@link ExpectationConfiguration#getMinLength}. */
      public abstract Builder setMinLength(@Nullable Integer minLength);

      /** See {@link ExpectationConfiguration#getMaxLength}. */
      public abstract Builder setMaxLength(@Nullable Integer maxLength);

      /** See {@link ExpectationConfiguration#getUnique}. */
      public abstract Builder setUnique(@Nullable Boolean unique);

      /** See {@link ExpectationConfiguration#getWithin}. */
      public abstract Builder setWithin(@Nullable String within);

      /** See {@link ExpectationConfiguration#getMonotonicBy}. */
      public abstract Builder setMonotonicBy(@Nullable List<String> monotonicBy);

      /** See {@link ExpectationConfiguration#getTable}. */
      public abstract Builder setTable(@Nullable String table);

      /** See {@link ExpectationConfiguration#getTableFields}. */
      public abstract Builder setTableFields(@Nullable List<String> tableFields);

      /** Builds it. */
      public abstract ExpectationConfiguration build();
    }
  }
}
