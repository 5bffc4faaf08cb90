package io.summerbeam.sdk.lookup;

import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/**
 * A text with the fields of a key in it: {@code customer:{id}}. A brace that is meant as one is
 * doubled: <code>{{</code>.
 *
 * <p>A field is put in as its text: a STRING as it is, a whole number in decimal digits, a BOOLEAN
 * as {@code true} or {@code false}, a date as {@code 2024-02-29}.
 */
public final class KeyTemplate implements Serializable {

  private static final long serialVersionUID = 1;

  private final String template;
  // Around the fields: one more than there are.
  private final List<String> literals;
  private final List<String> fields;

  private KeyTemplate(String template, List<String> literals, List<String> fields) {
    this.template = template;
    this.literals = literals;
    this.fields = fields;
  }

  /** What is done to the text of a field before it is put in. */
  @FunctionalInterface
  public interface Encoding {

    /**
     * Encodes the text of one field.
     *
     * @param field its place in the template, from 0
     * @throws LookupException if it may not stand there; the message does not quote it
     */
    String encode(String text, int field) throws LookupException;
  }

  /**
   * Parses a template.
   *
   * @param where what it was given to, for the message
   * @throws IllegalArgumentException if it names no field, one of them twice, or its braces do not
   *     match
   */
  public static KeyTemplate parse(String template, String where) {
    List<String> literals = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      boolean brace = c == '{' || c == '}';
      if (brace && i + 1 < template.length() && template.charAt(i + 1) == c) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        int end = template.indexOf('}', i);
        if (end < i + 2) {
          throw unmatched(template, where);
        }
        literals.add(literal.toString());
        literal.setLength(0);
        fields.add(template.substring(i + 1, end));
        i = end + 1;
      } else if (c == '}') {
        throw unmatched(template, where);
      } else {
        literal.append(c);
        i++;
      }
    }
    literals.add(literal.toString());
    if (fields.isEmpty() || new HashSet<>(fields).size() < fields.size()) {
      throw new IllegalArgumentException(
          where + " must name each field of the key once, as {field}, but was: '" + template + "'");
    }
    return new KeyTemplate(template, List.copyOf(literals), List.copyOf(fields));
  }

  private static IllegalArgumentException unmatched(String template, String where) {
    return new IllegalArgumentException(
        where
            + " must have fields as {field}, and other braces doubled, but was: '"
            + template
            + "'");
  }

  /** Whether a field of this type can be put in. */
  public static boolean isKey(FieldType type) {
    return switch (type.getTypeName()) {
      case INT16, INT32, INT64, STRING, BOOLEAN -> true;
      case LOGICAL_TYPE ->
          Objects.requireNonNull(type.getLogicalType())
              .getIdentifier()
              .equals(SqlTypes.DATE.getIdentifier());
      default -> false;
    };
  }

  /**
   * Adds a field to a schema of keys.
   *
   * @throws IllegalArgumentException if it is there already, or its type cannot be put in
   */
  public static Schema addKey(Schema keys, String field, FieldType type) {
    if (keys.hasField(field)) {
      throw new IllegalArgumentException("withKey(): '" + field + "' is part of the key already.");
    }
    if (!isKey(type)) {
      throw new IllegalArgumentException(
          "withKey(): a key must be INT16, INT32, INT64, STRING, BOOLEAN or SqlTypes.DATE, but '"
              + field
              + "' is "
              + type.getTypeName()
              + ".");
    }
    return Schema.builder()
        .addFields(keys.getFields())
        .addField(field, type.withNullable(false))
        .build();
  }

  /** The text of a key's field. */
  public static String text(Object value) {
    return value.toString();
  }

  /** The fields, in their order. */
  public List<String> fields() {
    return fields;
  }

  /** What stands around the fields: one more than there are. */
  public List<String> literals() {
    return literals;
  }

  /**
   * Where the fields are in a key.
   *
   * @param where what asked, for the message
   * @throws IllegalArgumentException if a field is not in the schema, or one of the schema is not
   *     in the template: keys that differ in it only would be one
   */
  public int[] indexes(Schema keys, String where) {
    int[] indexes = fields.stream().mapToInt(name -> Fields.indexOf(name, keys, where)).toArray();
    for (String name : keys.getFieldNames()) {
      if (!fields.contains(name)) {
        throw new IllegalArgumentException(
            where + " must name each field of the key, but '" + name + "' is not in: " + template);
      }
    }
    return indexes;
  }

  /** Puts the fields of a key in. */
  public String fill(Row key, int[] indexes, Encoding encoding) throws LookupException {
    StringBuilder filled = new StringBuilder(literals.get(0));
    for (int i = 0; i < indexes.length; i++) {
      Object value = Objects.requireNonNull(key.getValue(indexes[i]));
      filled.append(encoding.encode(text(value), i)).append(literals.get(i + 1));
    }
    return filled.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyTemplate that && template.equals(that.template);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }

  @Override
  public String toString() {
    return template;
  }
}
