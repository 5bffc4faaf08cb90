package io.summerbeam.sdk.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Avro schemas and values of all kinds, and what a Row is to have of them, by Avro's own code. */
final class RandomAvro {

  private static final int MOST_FIELDS = 6;
  private static final int DEEPEST = 3;
  private static final int PRECISION = 12;

  private final Random random;
  private int names;

  RandomAvro(Random random) {
    this.random = random;
  }

  Schema record() {
    return record(0);
  }

  private Schema record(int depth) {
    List<Schema.Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_FIELDS);
    for (int i = 0; i < count; i++) {
      fields.add(new Schema.Field("f" + i, maybeNullable(depth)));
    }
    return Schema.createRecord("R" + names++, null, "random", false, fields);
  }

  private Schema maybeNullable(int depth) {
    Schema type = type(depth);
    Schema none = Schema.create(Schema.Type.NULL);
    return switch (random.nextInt(4)) {
      case 0 -> Schema.createUnion(none, type);
      case 1 -> Schema.createUnion(type, none);
      default -> type;
    };
  }

  private Schema type(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 24 : 20)) {
      case 0 -> Schema.create(Schema.Type.BOOLEAN);
      case 1 -> Schema.create(Schema.Type.INT);
      case 2, 3 -> Schema.create(Schema.Type.LONG);
      case 4 -> Schema.create(Schema.Type.FLOAT);
      case 5 -> Schema.create(Schema.Type.DOUBLE);
      case 6, 7 -> Schema.create(Schema.Type.STRING);
      case 8 -> Schema.create(Schema.Type.BYTES);
      case 9 -> Schema.createFixed("F" + names++, null, "random", random.nextInt(10));
      case 10 -> Schema.createEnum("E" + names++, null, "random", List.of("A", "B", "C"));
      case 11 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case 12 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
      case 13 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 14 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 15 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 16 -> LogicalTypes.localTimestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 17 -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 18 ->
          LogicalTypes.decimal(PRECISION, random.nextInt(PRECISION))
              .addToSchema(Schema.create(Schema.Type.BYTES));
      case 19 ->
          LogicalTypes.decimal(PRECISION, 2)
              .addToSchema(Schema.createFixed("D" + names++, null, "random", 8));
      case 20 -> Schema.createArray(maybeNullable(depth + 1));
      case 21 -> Schema.createMap(maybeNullable(depth + 1));
      default -> record(depth + 1);
    };
  }

  /** A value as GenericDatumWriter takes it. */
  Object value(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
      byte[] digits = BigInteger.valueOf(random.nextLong() % 1_000_000_000_000L).toByteArray();
      if (schema.getType() == Schema.Type.BYTES) {
        return ByteBuffer.wrap(digits);
      }
      byte[] padded = new byte[schema.getFixedSize()];
      Arrays.fill(padded, (byte) (digits[0] < 0 ? -1 : 0));
      System.arraycopy(digits, 0, padded, padded.length - digits.length, digits.length);
      return new GenericData.Fixed(schema, padded);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
      return random.nextInt(86_400_000);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimeMicros) {
      return random.nextInt(86_400_000) * 1_000L + random.nextInt(1_000);
    }
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> Float.intBitsToFloat(random.nextInt() & 0xFF7FFFFF);
      case DOUBLE -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case STRING -> text();
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(20)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case ARRAY -> {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(value(schema.getElementType()));
        }
        yield values;
      }
      case MAP -> {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.put(text(), value(schema.getValueType()));
        }
        yield values;
      }
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
        yield record;
      }
    };
  }

  private long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(12)) {
            case 0 -> 0x80 + random.nextInt(0x700);
            case 1 -> 0x800 + random.nextInt(0xC000);
            case 2 -> 0x10000 + random.nextInt(0x10_0000);
            default -> random.nextInt(0x80);
          });
    }
    return text.toString();
  }

  /** A value as Avro writes it. */
  static byte[] write(Schema schema, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** What a Row is to have of a value. */
  static Object inRow(Object value, Schema schema, FieldType type) {
    if (value == null) {
      return null;
    }
    if (schema.getType() == Schema.Type.UNION) {
      return inRow(
          value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), type);
    }
    if (schema.getLogicalType() != null) {
      return logical(value, schema);
    }
    return switch (schema.getType()) {
      case STRING, ENUM -> value.toString();
      case BYTES -> ((ByteBuffer) value).array();
      case FIXED -> ((GenericFixed) value).bytes();
      case ARRAY ->
          ((List<?>) value)
              .stream()
                  .map(
                      each ->
                          inRow(each, schema.getElementType(), type.getCollectionElementType()))
                  .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
      case MAP -> {
        Map<String, Object> values = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (key, each) ->
                    values.put(
                        key.toString(),
                        inRow(each, schema.getValueType(), type.getMapValueType())));
        yield values;
      }
      case RECORD -> row((IndexedRecord) value, type.getRowSchema());
      default -> value;
    };
  }

  static Row row(IndexedRecord record, org.apache.beam.sdk.schemas.Schema rows) {
    List<Object> values = new ArrayList<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      values.add(
          inRow(record.get(field.pos()), field.schema(), rows.getField(field.name()).getType()));
    }
    return Row.withSchema(rows).attachValues(values);
  }

  private static Object logical(Object value, Schema schema) {
    return switch (schema.getLogicalType().getName()) {
      case "date" -> LocalDate.ofEpochDay((Integer) value);
      case "time-millis" -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L);
      case "time-micros" -> LocalTime.ofNanoOfDay((Long) value * 1_000L);
      case "timestamp-millis" -> org.joda.time.Instant.ofEpochMilli((Long) value);
      case "timestamp-micros" -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      case "local-timestamp-millis" ->
          LocalDateTime.ofInstant(Instant.ofEpochMilli((Long) value), ZoneOffset.UTC);
      case "local-timestamp-micros" ->
          LocalDateTime.ofInstant(
              Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS), ZoneOffset.UTC);
      default -> {
        byte[] digits =
            value instanceof GenericFixed fixed ? fixed.bytes() : ((ByteBuffer) value).array();
        yield new BigDecimal(
            new BigInteger(digits), ((LogicalTypes.Decimal) schema.getLogicalType()).getScale());
      }
    };
  }
}
