package io.summerbeam.io.bigquery;

import io.summerbeam.sdk.schema.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.UuidLogicalType;
import org.apache.beam.sdk.values.Row;

/** Finds for the fields of a schema the columns they are written to. */
final class ColumnTypes {

  private final DecimalType decimals;
  private final JsonColumns json;

  ColumnTypes(DecimalType decimals, JsonColumns json) {
    this.decimals = decimals;
    this.json = json;
  }

  /**
   * The columns of a table for Rows of a schema.
   *
   * @throws IllegalArgumentException if a field has a name or a type that no column can have
   */
  Columns ofTable(Schema schema) {
    json.check(schema);
    return columns(schema, "");
  }

  private Columns columns(Schema schema, String path) {
    List<String> names = Fields.namesOf(schema);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          path.isEmpty()
              ? "the schema has no fields, and a table has at least one column."
              : "the field '"
                  + path.substring(0, path.length() - 1)
                  + "' is a row without fields, and a STRUCT has at least one.");
    }
    ColumnNames.check(names, path);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Schema.Field field = schema.getField(name);
      FieldType type = field.getType();
      columns.add(
          new Column(
              name,
              schema.indexOf(name),
              path.isEmpty() && json.has(name) ? json.type(type) : type(type, path + name),
              Boolean.TRUE.equals(type.getNullable()),
              field.getDescription()));
    }
    return new Columns(columns);
  }

  private ColumnType type(FieldType type, String path) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> ColumnType.scalar("INT64", Object::toString);
      case FLOAT -> ColumnType.scalar("FLOAT64", ColumnTypes::floatCell);
      case DOUBLE -> ColumnType.scalar("FLOAT64", ColumnTypes::doubleCell);
      case DECIMAL -> decimal();
      case STRING -> ColumnType.scalar("STRING", value -> value);
      case BOOLEAN -> ColumnType.scalar("BOOL", value -> value);
      case DATETIME -> ColumnType.scalar("TIMESTAMP", TimeCells::datetime);
      case BYTES ->
          ColumnType.scalar("BYTES", value -> Base64.getEncoder().encodeToString((byte[]) value));
      case ROW -> struct(Objects.requireNonNull(type.getRowSchema()), path);
      case ARRAY, ITERABLE -> array(Objects.requireNonNull(type.getCollectionElementType()), path);
      case MAP -> map(type, path);
      case LOGICAL_TYPE -> logical(Objects.requireNonNull(type.getLogicalType()), path);
    };
  }

  private ColumnType decimal() {
    DecimalType columnType = decimals;
    return ColumnType.scalar(columnType.name(), value -> columnType.text((BigDecimal) value));
  }

  private ColumnType struct(Schema schema, String path) {
    Columns columns = columns(schema, path + ".");
    return ColumnType.struct(
        columns,
        value -> {
          Map<String, Object> cells = new LinkedHashMap<>();
          columns.write((Row) value, cells);
          return cells;
        });
  }

  private ColumnType array(FieldType elementType, String path) {
    ColumnType element = type(elementType, path);
    if (element.repeated()) {
      throw new IllegalArgumentException(
          "the field '"
              + path
              + "' is an array of arrays or maps, which BigQuery does not have. Put a row between"
              + " them.");
    }
    CellWriter writer = element.writer();
    return element.repeatedBy(
        value -> {
          List<Object> cells = new ArrayList<>();
          for (Object each : (Iterable<?>) value) {
            if (each == null) {
              throw new UnwritableRowException("is an array with a null in it");
            }
            cells.add(writer.write(each));
          }
          return cells;
        });
  }

  /** Rows of a key and a value, as Beam itself maps them. */
  private ColumnType map(FieldType type, String path) {
    Schema entry =
        Schema.of(
            Schema.Field.of("key", Objects.requireNonNull(type.getMapKeyType())),
            Schema.Field.of("value", Objects.requireNonNull(type.getMapValueType())));
    Columns columns = columns(entry, path + ".");
    Column key = columns.all().get(0);
    Column mapped = columns.all().get(1);
    return ColumnType.struct(columns, value -> value)
        .repeatedBy(
            value -> {
              List<Object> cells = new ArrayList<>();
              for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
                Map<String, Object> pair = new LinkedHashMap<>();
                key.write(each.getKey(), pair);
                mapped.write(each.getValue(), pair);
                cells.add(pair);
              }
              return cells;
            });
  }

  private ColumnType logical(LogicalType<?, ?> logical, String path) {
    String identifier = logical.getIdentifier();
    if (identifier.equals(MicrosInstant.IDENTIFIER)
        || identifier.equals(NanosInstant.IDENTIFIER)
        || identifier.equals(Timestamp.IDENTIFIER)) {
      return ColumnType.scalar("TIMESTAMP", TimeCells::timestamp);
    }
    if (identifier.equals(SqlTypes.DATE.getIdentifier())) {
      return ColumnType.scalar("DATE", TimeCells::date);
    }
    if (identifier.equals(SqlTypes.TIME.getIdentifier())) {
      return ColumnType.scalar("TIME", TimeCells::time);
    }
    if (identifier.equals(SqlTypes.DATETIME.getIdentifier())) {
      return ColumnType.scalar("DATETIME", TimeCells::localDateTime);
    }
    if (logical instanceof EnumerationType enumeration) {
      return ColumnType.scalar(
          "STRING", value -> enumeration.toString((EnumerationType.Value) value));
    }
    if (identifier.equals(UuidLogicalType.IDENTIFIER)) {
      return ColumnType.scalar("STRING", value -> ((UUID) value).toString());
    }
    return based(logical, path);
  }

  /** Any other logical type is the type it is made of. */
  private <InputT, BaseT> ColumnType based(LogicalType<InputT, BaseT> logical, String path) {
    ColumnType base = type(logical.getBaseType(), path);
    CellWriter writer = base.writer();
    return new ColumnType(
        base.name(), base.repeated(), base.inner(), value -> writer.write(baseOf(logical, value)));
  }

  @SuppressWarnings("unchecked") // A field's value is of its logical type's input type.
  private static <InputT, BaseT> Object baseOf(LogicalType<InputT, BaseT> logical, Object value) {
    return Objects.requireNonNull(logical.toBaseType((InputT) value));
  }

  private static Object floatCell(Object value) {
    Float number = (Float) value;
    // By its digits: 0.1, not 0.10000000149.
    return Float.isFinite(number) ? Double.valueOf(number.toString()) : number.toString();
  }

  private static Object doubleCell(Object value) {
    return Double.isFinite((Double) value) ? value : value.toString();
  }
}
