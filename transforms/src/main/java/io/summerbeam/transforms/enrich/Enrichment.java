package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import io.summerbeam.transforms.pairing.TakenFields;
import io.summerbeam.transforms.table.PackedTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;

/**
 * What all ways of enriching have in common: which fields make the key, what is taken under which
 * names, and what becomes of records that miss.
 */
@AutoValue
abstract class Enrichment implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Nothing yet.
   *
   * @param where what enriches, first word of messages: {@code Enrich.fromLookup()}
   */
  static Enrichment of(String where) {
    return new AutoValue_Enrichment(
        where, List.of(), TakenFields.none("Enrich", "the input", "table"), OnMiss.FAIL);
  }

  abstract String where();

  abstract List<KeyPart> keyParts();

  abstract TakenFields takenFields();

  abstract OnMiss onMiss();

  /** A field of the record is a part of the key. */
  Enrichment on(String field, String tableField) {
    for (KeyPart part : keyParts()) {
      if (!part.computed() && part.text().equals(field)) {
        throw new IllegalArgumentException(
            "on() must name each field of the record once, but '" + field + "' comes twice.");
      }
    }
    return withKeyPart(new KeyPart(field, false, tableField), "on()");
  }

  /** A value computed from the record is a part of the key. */
  Enrichment onExpression(String expression, String tableField) {
    return withKeyPart(
        new KeyPart(Expression.of(expression).text(), true, tableField), "onExpression()");
  }

  /** A field of the table becomes one of the record. */
  Enrichment take(String tableField, String newField) {
    return withTaken(takenFields().take(tableField, newField));
  }

  /** Some or, where none is named, all fields of the table become one field of the record. */
  Enrichment takeAs(String newField, String... tableFields) {
    return withTaken(takenFields().takeAs(newField, tableFields));
  }

  /** What becomes of records that miss. */
  Enrichment withOnMiss(OnMiss onMiss) {
    return new AutoValue_Enrichment(where(), keyParts(), takenFields(), onMiss);
  }

  private Enrichment withKeyPart(KeyPart part, String method) {
    for (KeyPart other : keyParts()) {
      if (other.tableField().equals(part.tableField())) {
        throw new IllegalArgumentException(
            method
                + " must name each field of the table once, but '"
                + part.tableField()
                + "' comes twice.");
      }
    }
    return new AutoValue_Enrichment(where(), with(keyParts(), part), takenFields(), onMiss());
  }

  private Enrichment withTaken(TakenFields taken) {
    return new AutoValue_Enrichment(where(), keyParts(), taken, onMiss());
  }

  /** The fields of the table that make its key, in the order in which they were named. */
  Schema keySchema(Schema table) {
    return Schema.of(
        keyParts().stream()
            .map(part -> table.getField(indexIn(table, part)))
            .toArray(Field[]::new));
  }

  /** As {@link #outputSchema(Schema, Schema, Schema)}, where the key is in the table. */
  Schema outputSchema(Schema input, Schema table) {
    requireSettings();
    return outputSchema(input, keySchema(table), table);
  }

  /**
   * The schema that comes out. Everything that can be checked of the settings is checked.
   *
   * @param keySchema the fields of a key
   * @param table the fields that can be taken
   * @throws IllegalArgumentException if they do not fit; the message says what, rule and remedy
   */
  Schema outputSchema(Schema input, Schema keySchema, Schema table) {
    requireSettings();
    requireKey(input, keySchema);
    return takenFields().outputSchema(input, table, onMiss() == OnMiss.KEEP);
  }

  /** Reads keys of {@code keySchema}; opened on the worker or before. */
  KeyReader keyReader(Schema input, Schema keySchema) {
    int parts = keySchema.getFieldCount();
    int[] indexes = new int[parts];
    BoundValue[] computed = new BoundValue[parts];
    for (KeyPart part : keyParts()) {
      int i = indexIn(keySchema, part);
      if (part.computed()) {
        indexes[i] = KeyReader.COMPUTED;
        computed[i] = bind(part, input);
      } else {
        indexes[i] = Fields.indexOf(part.text(), input, "Enrich.on()");
      }
    }
    return new KeyReader(keySchema, indexes, computed);
  }

  /** Appends what is taken of rows of {@code table}. */
  RowAppender appender(Schema input, Schema table) {
    return takenFields().appender(input, table, onMiss() == OnMiss.KEEP);
  }

  /** A record whose key is not in the table, or has a null in it. */
  Failure miss() {
    return Failure.of(
        Reason.LOOKUP_MISS,
        "the key ("
            + keyParts().stream().map(KeyPart::text).collect(Collectors.joining(", "))
            + ") is not in the table");
  }

  void populateDisplayData(DisplayData.Builder builder) {
    builder
        .add(
            DisplayData.item(
                    "on",
                    keyParts().stream().map(KeyPart::described).collect(Collectors.joining(", ")))
                .withLabel("Looked up"))
        .add(DisplayData.item("take", takenFields().described()).withLabel("Taken"))
        .add(DisplayData.item("onMiss", onMiss().name()).withLabel("On a miss"));
  }

  /** Requires an input of Rows. */
  void requireSchema(PCollection<?> input) {
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          where()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
  }

  /** Requires that there is something to look up, and something to take. */
  void requireSettings() {
    if (keyParts().isEmpty() || takenFields().isEmpty()) {
      throw new IllegalArgumentException(
          where()
              + ": say what to look up and what to take: on(field, tableField) and"
              + " take(tableField, newField).");
    }
  }

  private void requireKey(Schema input, Schema keySchema) {
    for (KeyPart part : keyParts()) {
      Field tableField = keySchema.getField(indexIn(keySchema, part));
      if (part.computed()) {
        requireComputed(part.text(), bind(part, input).type(), tableField);
      } else {
        int index = Fields.indexOf(part.text(), input, "Enrich.on()");
        PackedTable.requireKey(input.getField(index), tableField, "Enrich.on()");
      }
    }
    Set<String> named = keyParts().stream().map(KeyPart::tableField).collect(Collectors.toSet());
    for (String field : keySchema.getFieldNames()) {
      if (!named.contains(field)) {
        throw new IllegalArgumentException(
            where()
                + ": a key has the fields "
                + String.join(", ", keySchema.getFieldNames())
                + ", but nothing is looked up in '"
                + field
                + "'. Say what: on(field, \""
                + field
                + "\").");
      }
    }
  }

  private static int indexIn(Schema schema, KeyPart part) {
    return Fields.indexOf(
        part.tableField(),
        schema,
        part.computed() ? "Enrich.onExpression(), table" : "Enrich.on(), table");
  }

  private static BoundValue bind(KeyPart part, Schema input) {
    return Expression.of(part.text()).bindValue(input, "Enrich.onExpression()");
  }

  /** Requires that what an expression gives can be looked up in a field of a table. */
  private static void requireComputed(String expression, FieldType type, Field tableField) {
    FieldType tableType = tableField.getType();
    boolean wholeNumbers =
        type.getTypeName() == TypeName.INT64
            && Arrays.asList(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64)
                .contains(tableType.getTypeName());
    if (!wholeNumbers && !type.withNullable(true).equals(tableType.withNullable(true))) {
      throw new IllegalArgumentException(
          "Enrich.onExpression(): '"
              + expression
              + "' and the table's '"
              + tableField.getName()
              + "' must be of one type, but the expression is "
              + type.getTypeName()
              + " and the table's is "
              + tableType.getTypeName()
              + ". Convert it in the expression, with string() or int() for one.");
    }
    KeyTypes.requireScalar(tableType, tableField.getName(), "Enrich.onExpression()");
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return List.copyOf(more);
  }
}
