package io.summerbeam.transforms.dedup;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * Digests the key fields of rows: equal keys have one form, different ones different forms, and the
 * form is hashed.
 *
 * <p>A cryptographic hash, because two records with one digest would be taken for duplicates:
 * nobody can make them collide, and 128 bits do not by chance.
 *
 * <p>Types that it tells apart, {@link KeyForm} tells apart, too.
 */
final class KeyDigester {

  private static final int ASCII = 0x80;

  private final int[] indexes;
  private final FieldType[] types;
  private final MessageDigest sha256;
  private byte[] form = new byte[128];
  private int length;

  /**
   * @param indexes of the key fields in the rows to come, in an order that is always the same
   */
  KeyDigester(Schema keySchema, int[] indexes) {
    this.indexes = indexes.clone();
    this.types =
        keySchema.getFields().stream().map(Schema.Field::getType).toArray(FieldType[]::new);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  Digest digest(Row row) {
    length = 0;
    for (int i = 0; i < indexes.length; i++) {
      add(row.getValue(indexes[i]), types[i]);
    }
    sha256.update(form, 0, length);
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    return new Digest(hash.getLong(), hash.getLong());
  }

  private void add(@Nullable Object value, FieldType type) {
    if (value == null) {
      addByte(0);
      return;
    }
    addByte(1);
    switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> addLong(((Number) value).longValue());
      // Not the raw bits: there are many NaN.
      case FLOAT, DOUBLE -> addLong(Double.doubleToLongBits(((Number) value).doubleValue()));
      case DECIMAL -> addDecimal((BigDecimal) value);
      case STRING -> addText((String) value);
      case DATETIME -> addLong(((ReadableInstant) value).getMillis());
      case BOOLEAN -> addByte((Boolean) value ? 1 : 0);
      case BYTES -> addBytes((byte[]) value);
      case ARRAY, ITERABLE -> addElements((Iterable<?>) value, type);
      case ROW -> addRow((Row) value);
      case LOGICAL_TYPE -> addLogical(value, type);
      default ->
          throw new IllegalStateException("A key has no " + type.getTypeName() + ": see expand().");
    }
  }

  // 1.5 and 1.50 are the same number.
  private void addDecimal(BigDecimal value) {
    BigDecimal number = value.stripTrailingZeros();
    addLong(number.scale());
    addBytes(number.unscaledValue().toByteArray());
  }

  // By char: half a surrogate pair has no form in UTF-8.
  private void addText(String text) {
    addLong(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII) {
        addByte(ASCII);
        addByte(c >>> Byte.SIZE);
      }
      addByte(c);
    }
  }

  private void addElements(Iterable<?> elements, FieldType type) {
    FieldType elementType = type.getCollectionElementType();
    for (Object element : elements) {
      addByte(1);
      add(element, present(elementType));
    }
    addByte(0);
  }

  private void addRow(Row row) {
    for (int i = 0; i < row.getFieldCount(); i++) {
      add(row.getValue(i), row.getSchema().getField(i).getType());
    }
  }

  // What a logical type takes is known only to itself.
  @SuppressWarnings("unchecked")
  private void addLogical(Object value, FieldType type) {
    LogicalType<Object, Object> logical =
        (LogicalType<Object, Object>) present(type.getLogicalType());
    add(logical.toBaseType(value), logical.getBaseType());
  }

  private void addBytes(byte[] bytes) {
    addLong(bytes.length);
    reserve(bytes.length);
    System.arraycopy(bytes, 0, form, length, bytes.length);
    length += bytes.length;
  }

  private void addLong(long value) {
    reserve(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      form[length++] = (byte) (value >>> shift);
    }
  }

  private void addByte(int value) {
    reserve(1);
    form[length++] = (byte) value;
  }

  private void reserve(int more) {
    if (form.length - length < more) {
      form = Arrays.copyOf(form, Math.max(2 * form.length, length + more));
    }
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("The field's type lacks a part.");
    }
    return part;
  }
}
