package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.format.UnwritableException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Rows with every type that formats have, and their records. */
final class Records {

  private static final Schema ITEM =
      Schema.builder()
          .addStringField("sku")
          .addNullableField("quantity", FieldType.INT32)
          .addNullableField("price", FieldType.DECIMAL)
          .build();

  /** What CSV has a form for. */
  static final Schema FLAT =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("tiny", FieldType.BYTE)
          .addNullableField("short", FieldType.INT16)
          .addNullableField("count", FieldType.INT32)
          .addNullableField("price", FieldType.DECIMAL)
          .addNullableField("ratio", FieldType.DOUBLE)
          .addNullableField("share", FieldType.FLOAT)
          .addStringField("name")
          .addNullableField("note", FieldType.STRING)
          .addNullableField("ok", FieldType.BOOLEAN)
          .addNullableField("blob", FieldType.BYTES)
          .addNullableField("at", FieldType.DATETIME)
          .addNullableField("micros", FieldType.logicalType(new MicrosInstant()))
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("time", FieldType.logicalType(SqlTypes.TIME))
          .addNullableField("local", FieldType.logicalType(SqlTypes.DATETIME))
          .build();

  static final Schema NESTED =
      Schema.builder()
          .addFields(FLAT.getFields())
          .addArrayField("tags", FieldType.STRING.withNullable(true))
          .addNullableField("items", FieldType.iterable(FieldType.row(ITEM)))
          .addNullableField("counts", FieldType.map(FieldType.STRING, FieldType.INT64))
          .addNullableField("first", FieldType.row(ITEM))
          .addNullableField("matrix", FieldType.array(FieldType.array(FieldType.DOUBLE)))
          .build();

  private static final Object[] FULL = {
    1_234_567L,
    (byte) -7,
    (short) 300,
    65_536,
    new BigDecimal("19.90"),
    0.25,
    1.5f,
    "Zoë \uD83D\uDE00",
    "say \"hi\", twice\n",
    true,
    new byte[] {0, 1, -1},
    Instant.parse("2001-01-01T00:47:00Z"),
    java.time.Instant.parse("2001-01-01T00:47:00.123456Z"),
    LocalDate.of(2001, 1, 31),
    LocalTime.of(23, 59, 59),
    LocalDateTime.of(2001, 1, 31, 12, 30),
    Arrays.asList("a", null, "c"),
    List.of(item("book-1", 2, "12.50"), item("pen", null, null)),
    Map.of("seen", 3L),
    item("book-1", 1, "0.00"),
    List.of(List.of(1.0, 2.0), List.of(), List.of(3.5))
  };

  private Records() {}

  private static Row item(String sku, Integer quantity, String price) {
    return Row.withSchema(ITEM)
        .attachValues(Arrays.asList(sku, quantity, price == null ? null : new BigDecimal(price)));
  }

  /** One with everything, one with next to nothing. */
  static List<byte[]> of(RowFormat format, Schema schema) {
    List<byte[]> records = new ArrayList<>();
    RowEncoder encoder = format.encoder(schema);
    for (Row row : List.of(full(schema), bare(schema))) {
      try {
        records.add(encoder.encode(row));
      } catch (UnwritableException e) {
        throw new AssertionError(e);
      }
    }
    return records;
  }

  private static Row full(Schema schema) {
    return Row.withSchema(schema)
        .attachValues(
            Collections.unmodifiableList(Arrays.asList(FULL).subList(0, schema.getFieldCount())));
  }

  private static Row bare(Schema schema) {
    Row.Builder row = Row.withSchema(schema);
    for (Schema.Field field : schema.getFields()) {
      row.addValue(
          field.getType().getNullable()
              ? null
              : switch (field.getType().getTypeName()) {
                case INT64 -> 0L;
                case STRING -> "x";
                default -> List.of();
              });
    }
    return row.build();
  }
}
