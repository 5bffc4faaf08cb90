package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.transforms.validate.Action;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
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

/** Rows with a field of every type. */
final class Events {

  /** A text of the records that no message may have. */
  static final String SECRET = "hunter2-nobody-is-to-see-this";

  static final Schema ITEM =
      Schema.builder()
          .addStringField("sku")
          .addNullableField("quantity", FieldType.INT32)
          .addNullableField("price", FieldType.DECIMAL)
          .build();

  /** What a line of CSV can have. */
  static final Schema FLAT =
      Schema.builder()
          .addInt64Field("id")
          .addField("small", FieldType.BYTE)
          .addField("medium", FieldType.INT16)
          .addNullableField("number", FieldType.INT32)
          .addDecimalField("price")
          .addNullableField("ratio", FieldType.DOUBLE)
          .addNullableField("share", FieldType.FLOAT)
          .addStringField("name")
          .addNullableField("ok", FieldType.BOOLEAN)
          .addNullableField("blob", FieldType.BYTES)
          .addDateTimeField("at")
          .addNullableField("micros", FieldType.logicalType(new MicrosInstant()))
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("time", FieldType.logicalType(SqlTypes.TIME))
          .addNullableField("local", FieldType.logicalType(SqlTypes.DATETIME))
          .build();

  static final Schema NESTED =
      Schema.builder()
          .addFields(FLAT.getFields())
          .addArrayField("tags", FieldType.STRING.withNullable(true))
          .addArrayField("items", FieldType.row(ITEM))
          .addMapField("counts", FieldType.STRING, FieldType.INT64)
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
    "Zoë \uD83D\uDE00 " + SECRET,
    true,
    new byte[] {0, 1, -1},
    Instant.parse("2001-01-01T00:47:00Z"),
    java.time.Instant.parse("2001-01-01T00:47:00.123456Z"),
    LocalDate.of(2001, 1, 31),
    LocalTime.of(23, 59, 59),
    LocalDateTime.of(2001, 1, 31, 12, 30),
    Arrays.asList("a", null, "c"),
    List.of(item("book-1", 2, "12.50"), item("pen", null, null)),
    Map.of("seen", 3L, "bought", -1L),
    item("book-1", 1, "0.00"),
    List.of(List.of(1.0, 2.0), List.of(), List.of(3.5))
  };

  private static final Object[] BARE = {
    0L,
    (byte) 0,
    (short) 0,
    null,
    new BigDecimal("1"),
    null,
    null,
    "x",
    null,
    null,
    new Instant(0),
    null,
    null,
    null,
    null,
    List.of(),
    List.of(),
    Map.of(),
    null,
    null
  };

  private Events() {}

  private static Row item(String sku, Integer quantity, String price) {
    return Row.withSchema(ITEM)
        .attachValues(Arrays.asList(sku, quantity, price == null ? null : new BigDecimal(price)));
  }

  /** One row with everything, one with next to nothing. */
  static List<byte[]> records(RowFormat format, Schema schema) {
    List<byte[]> records = new ArrayList<>();
    RowEncoder encoder = format.encoder(schema);
    for (Object[] values : new Object[][] {FULL, BARE}) {
      List<Object> some =
          Collections.unmodifiableList(Arrays.asList(values).subList(0, schema.getFieldCount()));
      try {
        records.add(encoder.encode(Row.withSchema(schema).attachValues(some)));
      } catch (UnwritableException e) {
        throw new IllegalStateException(format.name(), e);
      }
    }
    return records;
  }

  /** What is expected of rows, in CEL and by the ready ones. */
  static Validate expectations(Schema schema) {
    Validate flat =
        Validate.records()
            .expect("price_positive", "price > 0")
            .expect("times", "at < timestamp('2030-01-01T00:00:00Z')", Action.WARN)
            .expect("product", "price * 2 < decimal('1000000')")
            .expect("sum", "id + 1 > 0 && double(id) / 2.0 < 1e18")
            .expect("name", "name.size() < 100 && !name.matches('^[0-9]+$')")
            .expect(Expectation.inRange("ratio", 0.0, 1.0).withName("ratio").onFailure(Action.WARN))
            .expect(Expectation.length("name", 1, 1_000).withName("length"))
            .expect(Expectation.matches("name", "(?s).*").withName("pattern"));
    return schema.hasField("items")
        ? flat.expect("items", "items.all(i, i.sku != '')")
            .expect("tags", "!('forbidden' in tags)", Action.WARN)
            .expect("first", "first == null || first.sku != name")
        : flat;
  }
}
