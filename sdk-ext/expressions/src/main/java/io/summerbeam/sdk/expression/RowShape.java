package io.summerbeam.sdk.expression;

import dev.cel.common.types.CelType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The fields of a schema that expressions can see: their places, types and conversions. */
final class RowShape {

  private record Member(int index, CelType type, Conversion conversion) {}

  private final String typeName;
  private final Schema schema;
  private final Map<String, Member> members = new LinkedHashMap<>();

  RowShape(String typeName, Schema schema) {
    this.typeName = typeName;
    this.schema = schema;
  }

  void add(String name, int index, CelType type, Conversion conversion) {
    members.put(name, new Member(index, type, conversion));
  }

  /** The name under which CEL's type checker knows it. */
  String typeName() {
    return typeName;
  }

  /** The whole schema, with the fields that expressions do not see. */
  Schema schema() {
    return schema;
  }

  Set<String> names() {
    return members.keySet();
  }

  CelType typeOf(String name) {
    return member(name).type();
  }

  /** Reads a field of rows of this shape. */
  Term field(String name) {
    Member member = member(name);
    return new FieldTerm(member.index(), member.conversion());
  }

  Object value(Row row, String name) {
    Member member = member(name);
    return member.conversion().toCelOrNull(row.getValue(member.index()));
  }

  private Member member(String name) {
    Member member = members.get(name);
    if (member == null) {
      throw new IllegalArgumentException("There is no field '" + name + "'.");
    }
    return member;
  }
}
