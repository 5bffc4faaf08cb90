package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.transforms.table.PackedTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
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
    return new AutoValue_Enrichment(where, List.of(), List.of(), OnMiss.FAIL);
  }

  abstract String where();

  abstract List<KeyPart> keyParts();

  abstract List<TakenField> takenFields();

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
    return withTaken(new TakenField(newField, false, List.of(tableField)), "take()");
  }

  /** Some or, where none is named, all fields of the table become one field of the record. */
  Enrichment takeAs(String newField, String... tableFields) {
    Set<String> names = new HashSet<>();
    for (String tableField : tableFields) {
      if (!names.add(tableField)) {
        throw new IllegalArgumentException(
            "takeAs() must name each field of the table once, but '"
                + tableField
                + "' comes twice.");
      }
    }
    return withTaken(new TakenField(newField, true, List.of(tableFields)), "takeAs()");
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

  private Enrichment withTaken(TakenField taken, String method) {
    for (TakenField other : takenFields()) {
      if (other.newField().equals(taken.newField())) {
        throw new IllegalArgumentException(
            method
                + " must name each field of the record once, but '"
                + taken.newField()
                + "' comes twice.");
      }
    }
    return new AutoValue_Enrichment(where(), keyParts(), with(takenFields(), taken), onMiss());
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
    Schema.Builder output = Schema.builder().addFields(input.getFields());
    for (TakenField taken : takenFields()) {
      if (input.hasField(taken.newField())) {
        throw new IllegalArgumentException(
            taken.nested()
                ? "Enrich.takeAs(): the input has a field '"
                    + taken.newField()
                    + "' already. Take the row under another name: takeAs(newName, ...)."
                : "Enrich.take(): the input has a field '"
                    + taken.newField()
                    + "' already. Take it under another name: take(\""
                    + taken.tableFields().get(0)
                    + "\", newName).");
      }
      FieldType type = typeOf(taken, table);
      output.addField(taken.newField(), onMiss() == OnMiss.KEEP ? type.withNullable(true) : type);
    }
    return output.build();
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
    // Not outputSchema(): the key need not be in what is taken from, and was checked before.
    Schema.Builder output = Schema.builder().addFields(input.getFields());
    Schema[] nested = new Schema[takenFields().size()];
    int[][] indexes = new int[takenFields().size()][];
    for (int t = 0; t < indexes.length; t++) {
      TakenField taken = takenFields().get(t);
      FieldType type = typeOf(taken, table);
      output.addField(taken.newField(), onMiss() == OnMiss.KEEP ? type.withNullable(true) : type);
      nested[t] = taken.nested() ? type.getRowSchema() : null;
      indexes[t] = indexesOf(taken, table);
    }
    return new RowAppender(output.build(), indexes, nested);
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
        .add(
            DisplayData.item(
                    "take",
                    takenFields().stream()
                        .map(TakenField::described)
                        .collect(Collectors.joining(", ")))
                .withLabel("Taken"))
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
        KeyReader.requireComputed(part.text(), bind(part, input).type(), tableField);
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

  private static FieldType typeOf(TakenField taken, Schema table) {
    int[] indexes = indexesOf(taken, table);
    if (!taken.nested()) {
      return table.getField(indexes[0]).getType();
    }
    Schema.Builder row = Schema.builder();
    for (int index : indexes) {
      row.addField(table.getField(index));
    }
    return FieldType.row(row.build());
  }

  private static int[] indexesOf(TakenField taken, Schema table) {
    List<String> names =
        taken.tableFields().isEmpty() ? Fields.namesOf(table) : taken.tableFields();
    return names.stream()
        .mapToInt(
            name ->
                Fields.indexOf(name, table, taken.nested() ? "Enrich.takeAs()" : "Enrich.take()"))
        .toArray();
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return List.copyOf(more);
  }
}
