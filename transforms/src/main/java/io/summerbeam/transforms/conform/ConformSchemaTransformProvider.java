package io.summerbeam.transforms.conform;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.portable.PortableTransform;
import io.summerbeam.transforms.portable.ThresholdConfiguration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.Schema;
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
 * {@link Conform} for Beam YAML and other SDKs: {@code summerbeam:conform:v1}. One list says the
 * fields of the schema, their types, and where each comes from:
 *
 * <pre>{@code
 * fields:
 *   - {field: id, type: STRING, from: order_no}
 *   - {field: placed, type: DATETIME, parse: true, pattern: dd.MM.yyyy, zone: Europe/Berlin}
 *   - {field: "items[*].sku", type: STRING, from: "items[*].article"}
 * mappings:
 *   - {when: version == 1}
 *   - {when: version == 2, fields: [{field: id, from: id}]}
 * }</pre>
 *
 * <p>Where there are mappings, each has what the list says, but for the fields that it says itself.
 */
public final class ConformSchemaTransformProvider
    extends TypedSchemaTransformProvider<ConformSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:conform:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Brings records of any shape to one schema, and loses nothing on the way.";
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
    Conform conform = conform(configuration);
    return new PortableTransform(configuration.getErrorHandling()) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        return inputs.get(INPUT).apply(dead == null ? conform : conform.withDeadLetters(dead));
      }
    };
  }

  private static Conform conform(Configuration configuration) {
    Map<FieldPath, FieldConfiguration> common = new LinkedHashMap<>();
    Map<Place, FieldTypes.Typed> types = new LinkedHashMap<>();
    for (FieldConfiguration field : configuration.getFields()) {
      FieldPath path = FieldPath.of(field.getField());
      if (common.put(path, field) != null) {
        throw new IllegalArgumentException(
            "fields must have each field once, but has twice: " + field.getField());
      }
      types.put(
          new Place(path.steps()),
          new FieldTypes.Typed(field.getType(), Boolean.TRUE.equals(field.getNullable())));
    }
    Schema schema = FieldTypes.schema(types);
    Conform conform = Conform.to(schema);
    List<MappingConfiguration> mappings = configuration.getMappings();
    if (mappings == null || mappings.isEmpty()) {
      conform = conform.otherwise(mapping(common));
    } else {
      for (MappingConfiguration each : mappings) {
        Mapping mapping = mapping(merged(common, each.getFields()));
        String when = each.getWhen();
        conform = when == null ? conform.otherwise(mapping) : conform.when(when, mapping);
      }
    }
    String unmapped = configuration.getUnmapped();
    if (unmapped != null) {
      conform = conform.withUnmapped(unmapped(unmapped));
    }
    ThresholdConfiguration threshold = configuration.getErrorThreshold();
    if (threshold != null) {
      conform = conform.withErrorThreshold(threshold.threshold());
    }
    String stepName = configuration.getStepName();
    return stepName == null ? conform : conform.withStepName(stepName);
  }

  private static Map<FieldPath, FieldConfiguration> merged(
      Map<FieldPath, FieldConfiguration> common, @Nullable List<FieldConfiguration> own) {
    Map<FieldPath, FieldConfiguration> all = new LinkedHashMap<>(common);
    for (FieldConfiguration field : own == null ? List.<FieldConfiguration>of() : own) {
      if (field.getType() != null || field.getNullable() != null) {
        throw new IllegalArgumentException(
            "mappings: the type of a field is said in fields at the top, but was given for: "
                + field.getField());
      }
      all.put(FieldPath.of(field.getField()), field);
    }
    return all;
  }

  private static Mapping mapping(Map<FieldPath, FieldConfiguration> fields) {
    Mapping mapping = Mapping.byName();
    for (FieldConfiguration field : fields.values()) {
      mapping = field.addTo(mapping);
    }
    return mapping;
  }

  private static Unmapped unmapped(String code) {
    for (Unmapped each : Unmapped.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("unmapped must be drop, keep or refuse, but was: " + code);
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The fields of the schema, and where each comes from. */
    @SchemaFieldDescription("The fields of the schema, and where each comes from.")
    public abstract List<FieldConfiguration> getFields();

    /** Where there are several shapes: which records each mapping is for, tried in order. */
    @SchemaFieldDescription(
        "Where there are several shapes: which records each mapping is for, tried in order.")
    public abstract @Nullable List<MappingConfiguration> getMappings();

    /**
     * What is done about fields of the input that nothing reads: drop (the default), keep, refuse.
     */
    @SchemaFieldDescription(
        "What is done about fields of the input that nothing reads: drop (the default), keep,"
            + " refuse.")
    public abstract @Nullable String getUnmapped();

    /** How many records may fail before the pipeline stops; with error handling. */
    @SchemaFieldDescription(
        "How many records may fail before the pipeline stops; with error handling.")
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
      return new AutoValue_ConformSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getFields}. */
      public abstract Builder setFields(List<FieldConfiguration> fields);

      /** See {@link Configuration#getMappings}. */
      public abstract Builder setMappings(@Nullable List<MappingConfiguration> mappings);

      /** See {@link Configuration#getUnmapped}. */
      public abstract Builder setUnmapped(@Nullable String unmapped);

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

  /** A mapping, and which records it is for. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class MappingConfiguration {

    /** Which records it is for, in CEL; without it, all that no other is for. */
    @SchemaFieldDescription(
        "Which records it is for, in CEL; without it, all that no other is for.")
    public abstract @Nullable String getWhen();

    /** Fields that come from elsewhere than the list at the top says. */
    @SchemaFieldDescription("Fields that come from elsewhere than the list at the top says.")
    public abstract @Nullable List<FieldConfiguration> getFields();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_ConformSchemaTransformProvider_MappingConfiguration.Builder();
    }

    /** Builds a {@link MappingConfiguration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link MappingConfiguration#getWhen}. */
      public abstract Builder setWhen(@Nullable String when);

      /** See {@link MappingConfiguration#getFields}. */
      public abstract Builder setFields(@Nullable List<FieldConfiguration> fields);

      /** Builds it. */
      public abstract MappingConfiguration build();
    }
  }

  // Beam makes names with underscores of ours, but not inside of lists: here they are given.
  /** A field, its type, and where it comes from. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class FieldConfiguration {

    /** The field, as a path: customer.zip, items[*].sku. */
    @SchemaFieldDescription("The field, as a path: customer.zip, items[*].sku.")
    public abstract String getField();

    /** Its type: INT64, STRING, DECIMAL, DATETIME, DATE, ARRAY of a type, MAP, ROW, ... */
    @SchemaFieldDescription(
        "Its type: INT64, STRING, DECIMAL, DATETIME, DATE, ARRAY<type>, MAP<type, type>, ROW, ...")
    public abstract @Nullable String getType();

    /** Whether it can be null. Default: false. */
    @SchemaFieldDescription("Whether it can be null. Default: false.")
    public abstract @Nullable Boolean getNullable();

    /** The field that it comes from, as a path; if not given, the one of its name. */
    @SchemaFieldDescription(
        "The field that it comes from, as a path; if not given, the one of its name.")
    public abstract @Nullable String getFrom();

    /** Instead of from: what it is computed by, in CEL. */
    @SchemaFieldDescription("Instead of from: what it is computed by, in CEL.")
    public abstract @Nullable String getExpression();

    /** What it is where it would be null or is not there, as text. */
    @SchemaFieldDescription("What it is where it would be null or is not there, as text.")
    @SchemaFieldName("default")
    public abstract @Nullable String getStandIn();

    /** Whether it is null where the input has no such field. */
    @SchemaFieldDescription("Whether it is null where the input has no such field.")
    @SchemaFieldName("or_null")
    public abstract @Nullable Boolean getOrNull();

    /** Whether it is read from a text. */
    @SchemaFieldDescription("Whether it is read from a text.")
    public abstract @Nullable Boolean getParse();

    /** With parse: the pattern of a time. */
    @SchemaFieldDescription("With parse: the pattern of a time, dd.MM.yyyy HH:mm; with zone.")
    public abstract @Nullable String getPattern();

    /** With pattern: the zone of its times; alone: of local times and points in time. */
    @SchemaFieldDescription(
        "With pattern: the zone of its times; alone: by whose clocks a local time is a point in"
            + " time, or the other way round.")
    public abstract @Nullable String getZone();

    /** Whether it is the text of a value. */
    @SchemaFieldDescription("Whether it is the text of a value.")
    public abstract @Nullable Boolean getPrint();

    /** The unit of a number that is a time since 1970: seconds, millis, micros, nanos. */
    @SchemaFieldDescription(
        "The unit of a number that is a time since 1970: seconds, millis, micros, nanos.")
    public abstract @Nullable String getEpoch();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_ConformSchemaTransformProvider_FieldConfiguration.Builder();
    }

    Mapping addTo(Mapping given) {
      String field = getField();
      Mapping mapping = given;
      String source = getFrom();
      if (source != null) {
        mapping = mapping.from(field, source);
      }
      String expression = getExpression();
      if (expression != null) {
        mapping = mapping.set(field, expression);
      }
      String standIn = getStandIn();
      if (standIn != null) {
        mapping = mapping.withDefault(field, standIn);
      }
      if (Boolean.TRUE.equals(getOrNull())) {
        mapping = mapping.orNull(field);
      }
      if (Boolean.TRUE.equals(getPrint())) {
        mapping = mapping.printing(field);
      }
      String epoch = getEpoch();
      if (epoch != null) {
        mapping = mapping.epoch(field, unit(epoch));
      }
      return addTimes(mapping);
    }

    private Mapping addTimes(Mapping mapping) {
      boolean parse = Boolean.TRUE.equals(getParse());
      String pattern = getPattern();
      String zone = getZone();
      if (pattern == null) {
        if (parse && zone != null) {
          throw new IllegalArgumentException(
              "fields: zone beside parse must come with pattern, but '"
                  + getField()
                  + "' has none.");
        }
        return parse
            ? mapping.parsing(getField())
            : zone == null ? mapping : mapping.inZone(getField(), ZoneId.of(zone));
      }
      if (!parse || zone == null) {
        throw new IllegalArgumentException(
            "fields: pattern must come with parse: true and a zone, but '"
                + getField()
                + "' lacks one of them.");
      }
      return mapping.parsing(getField(), TextForm.time(pattern, ZoneId.of(zone)));
    }

    private static ChronoUnit unit(String text) {
      return Arrays.stream(ChronoUnit.values())
          .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "epoch must be seconds, millis, micros or nanos, but was: " + text));
    }

    /** Builds a {@link FieldConfiguration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link FieldConfiguration#getField}. */
      public abstract Builder setField(String field);

      /** See {@link FieldConfiguration#getType}. */
      public abstract Builder setType(@Nullable String type);

      /** See {@link FieldConfiguration#getNullable}. */
      public abstract Builder setNullable(@Nullable Boolean nullable);

      /** See {@link FieldConfiguration#getFrom}. */
      public abstract Builder setFrom(@Nullable String from);

      /** See {@link FieldConfiguration#getExpression}. */
      public abstract Builder setExpression(@Nullable String expression);

      /** See {@link FieldConfiguration#getStandIn}. */
      public abstract Builder setStandIn(@Nullable String standIn);

      /** See {@link FieldConfiguration#getOrNull}. */
      public abstract Builder setOrNull(@Nullable Boolean orNull);

      /** See {@link FieldConfiguration#getParse}. */
      public abstract Builder setParse(@Nullable Boolean parse);

      /** See {@link FieldConfiguration#getPattern}. */
      public abstract Builder setPattern(@Nullable String pattern);

      /** See {@link FieldConfiguration#getZone}. */
      public abstract Builder setZone(@Nullable String zone);

      /** See {@link FieldConfiguration#getPrint}. */
      public abstract Builder setPrint(@Nullable Boolean print);

      /** See {@link FieldConfiguration#getEpoch}. */
      public abstract Builder setEpoch(@Nullable String epoch);

      /** Builds it. */
      public abstract FieldConfiguration build();
    }
  }
}
