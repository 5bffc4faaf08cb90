package io.summerbeam.transforms.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** One field of a payload and the expression of its new value. Of one thread. */
final class Assignment implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Payloads have some shapes, of which each is bound once; there is no end to what JSON can be.
   */
  private static final int MAX_SHAPES = 256;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final FieldPath path;
  private final List<String> names;
  private final @Nullable Expression expression;
  private transient @Nullable Map<Schema, BoundValue> bound;
  private transient @Nullable Map<Schema, RowAssignment> inRows;

  private Assignment(FieldPath path, List<String> names, @Nullable Expression expression) {
    this.path = path;
    this.names = names;
    this.expression = expression;
  }

  /**
   * Of a path and an expression.
   *
   * @throws IllegalArgumentException if the path goes into elements, or the text is no expression
   */
  static Assignment of(FieldPath path, String text) {
    String where = "set(" + path.text() + ")";
    List<String> names = new ArrayList<>();
    for (FieldPath.Step step : path.steps()) {
      if (!(step instanceof FieldPath.Name name)) {
        throw new IllegalArgumentException(
            where + ": a field must be a path of names alone, as in customer.address.zip");
      }
      names.add(name.name());
    }
    if (text.strip().equals("null")) {
      return new Assignment(path, List.copyOf(names), null);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          where + ": the expression is empty. Write a CEL expression: a text is '...' in quotes");
    }
    Expression expression = Expression.of(text);
    expression.requireSyntax(where);
    return new Assignment(path, List.copyOf(names), expression);
  }

  FieldPath path() {
    return path;
  }

  /** The names of the path. */
  List<String> names() {
    return names;
  }

  /** The new value for a payload, as JSON. */
  byte[] value(byte[] payload) throws UnmendableException {
    if (expression == null) {
      return NULL;
    }
    Row row = JsonView.of(payload);
    BoundValue bound = bind(expression, row.getSchema());
    Object value = bound.evaluate(row);
    if (value == null) {
      throw new UnmendableException(
          "the expression of '" + path.text() + "' has no value for its payload");
    }
    return json(bound, value);
  }

  /** A row with the new value in it. */
  Row in(Row row) throws UnmendableException {
    Map<Schema, RowAssignment> known = inRows;
    if (known == null) {
      known = new LinkedHashMap<>();
      inRows = known;
    }
    RowAssignment assignment = known.get(row.getSchema());
    if (assignment == null) {
      assignment = RowAssignment.of(path, names, expression, row.getSchema());
      keep(known, row.getSchema(), assignment);
    }
    return assignment.in(row);
  }

  private BoundValue bind(Expression unbound, Schema schema) throws UnmendableException {
    Map<Schema, BoundValue> known = bound;
    if (known == null) {
      known = new LinkedHashMap<>();
      bound = known;
    }
    BoundValue value = known.get(schema);
    if (value == null) {
      try {
        value = unbound.bindValue(schema, "set(" + path.text() + ")");
      } catch (IllegalArgumentException e) {
        // Without its message, which names the keys of the payload: they may be data.
        throw new UnmendableException(
            "the expression of '"
                + path.text()
                + "' does not fit its payload: a name is not there, or a value is of another type");
      }
      keep(known, schema, value);
    }
    return value;
  }

  private static <V> void keep(Map<Schema, V> known, Schema schema, V value) {
    if (known.size() >= MAX_SHAPES) {
      known.clear();
    }
    known.put(schema, value);
  }

  private byte[] json(BoundValue bound, Object value) throws UnmendableException {
    Row row =
        Row.withSchema(Schema.of(Schema.Field.of("v", bound.type())))
            .attachValues(Collections.singletonList(value));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      RowJson.write(row, out);
    } catch (IllegalArgumentException e) {
      throw new UnmendableException(
          "the value of '" + path.text() + "' is a number that JSON does not have");
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to.", e);
    }
    byte[] object = bytes.toByteArray();
    return Arrays.copyOfRange(object, "{\"v\":".length(), object.length - 1);
  }
}
