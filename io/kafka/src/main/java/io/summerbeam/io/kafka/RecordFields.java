package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** Which fields of a row become which parts of a record, and how the value is encoded. */
@AutoValue
abstract class RecordFields implements Serializable {

  private static final long serialVersionUID = 1;

  /** The topic of all records; null where each says its own. */
  abstract @Nullable String topic();

  /** The field that names the topic; null where there is one for all. */
  abstract @Nullable String topicField();

  /** How the value is encoded. */
  abstract RowFormat format();

  /** The fields of the key; none: the records have no key. */
  abstract List<String> keyFields();

  /** The fields that become headers, by the header's name, in the order they were given. */
  abstract Map<String, String> headers();

  /** The field with a map of headers; null where there is none. */
  abstract @Nullable String headersField();

  /** The field with the partition's number; null where the key decides. */
  abstract @Nullable String partitionField();

  /** Whether a record has its event time, and not the time at which it is written. */
  abstract boolean eventTime();

  static Builder builder() {
    return new AutoValue_RecordFields.Builder()
        .setKeyFields(List.of())
        .setHeaders(Map.of())
        .setEventTime(true);
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setTopic(@Nullable String topic);

    abstract Builder setTopicField(@Nullable String field);

    abstract Builder setFormat(RowFormat format);

    abstract Builder setKeyFields(List<String> fields);

    abstract Builder setHeaders(Map<String, String> headers);

    abstract Builder setHeadersField(@Nullable String field);

    abstract Builder setPartitionField(@Nullable String field);

    abstract Builder setEventTime(boolean eventTime);

    abstract RecordFields build();
  }

  /**
   * Looks whether a schema has the fields, and of types that will do.
   *
   * @throws IllegalArgumentException if not, or if the format has no form for it
   */
  final void check(Schema schema, String stepName) {
    String topicField = topicField();
    if (topicField != null) {
      FieldType type = typeOf(topicField, schema, stepName + ".writeTo()");
      if (!type.getTypeName().equals(Schema.TypeName.STRING)) {
        throw new IllegalArgumentException(
            stepName
                + ".writeTo(): the field that names the topic must be STRING, but '"
                + topicField
                + "' is "
                + type.getTypeName()
                + ".");
      }
    }
    String keyWhere = stepName + ".withKeyFields()";
    for (String field : keyFields()) {
      KeyTypes.requireOneForm(typeOf(field, schema, keyWhere), field, keyWhere);
    }
    if (keyFields().size() == 1) {
      requireOneValue(keyFields().get(0), schema, keyWhere);
    }
    for (String field : headers().values()) {
      requireOneValue(field, schema, stepName + ".withHeader()");
    }
    String map = headersField();
    if (map != null) {
      FieldType type = typeOf(map, schema, stepName + ".withHeadersFrom()");
      if (!type.withNullable(false).equals(FieldType.map(FieldType.STRING, FieldType.STRING))) {
        throw new IllegalArgumentException(
            stepName
                + ".withHeadersFrom(): the field with the headers must be a MAP of STRING to STRING,"
                + " but '"
                + map
                + "' is "
                + type.getTypeName()
                + ".");
      }
    }
    String partition = partitionField();
    if (partition != null) {
      FieldType type = typeOf(partition, schema, stepName + ".withPartitionField()");
      if (!type.getTypeName().equals(Schema.TypeName.INT32)) {
        throw new IllegalArgumentException(
            stepName
                + ".withPartitionField(): the field with the number of the partition must be"
                + " INT32, but '"
                + partition
                + "' is "
                + type.getTypeName()
                + ".");
      }
    }
    String topic = topic();
    try {
      // Any name will do where the topics are not known.
      format().forTopic(topic == null ? "topic" : topic).encoder(schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(stepName + ": " + e.getMessage(), e);
    }
  }

  private static void requireOneValue(String field, Schema schema, String where) {
    FieldType type = typeOf(field, schema, where);
    if (!FieldText.has(type)) {
      throw new IllegalArgumentException(
          where
              + ": a single field is written as its text or its bytes, but '"
              + field
              + "' is "
              + type.getTypeName()
              + ", which has neither. Take a field out of it before.");
    }
  }

  private static FieldType typeOf(String field, Schema schema, String where) {
    return schema.getField(Fields.indexOf(field, schema, where)).getType();
  }
}
