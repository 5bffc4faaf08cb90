package io.summerbeam.transforms.aggregate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.summerbeam.sdk.schema.KeyTypes;
import java.io.Serializable;
import java.math.BigDecimal;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.ReadableInstant;

/**
 * Hashes the values of a field, equal ones to the same 64 bits, in every JVM. Different whole
 * numbers, doubles and times never share a hash.
 */
record ValueHash(TypeName type, Coder<Object> coder) implements Serializable {

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  /**
   * @throws IllegalArgumentException if equal values may have several forms
   */
  static ValueHash of(Operand operand, String field, String text) {
    if (!operand.isOrdered()) {
      KeyTypes.requireOneForm(operand.type(), field, "Aggregate." + text);
    }
    return new ValueHash(operand.type().getTypeName(), operand.coder());
  }

  long hash(Object value) {
    return switch (type) {
      case BYTE, INT16, INT32, INT64 -> mixed(((Number) value).longValue());
      case FLOAT, DOUBLE ->
          mixed(Double.doubleToLongBits(((Number) Canonical.of(value)).doubleValue()));
      case DATETIME -> mixed(((ReadableInstant) value).getMillis());
      case BOOLEAN -> mixed((Boolean) value ? 1 : 0);
      case STRING -> XXH3.hashCharsToLong((String) value);
      case DECIMAL -> hash((BigDecimal) Canonical.of(value));
      case BYTES -> XXH3.hashBytesToLong((byte[]) value);
      default -> XXH3.hashBytesToLong(encoded(value));
    };
  }

  /** The hash of two values. */
  static long both(long one, long other) {
    return XXH3.hashLongLongToLong(one, other);
  }

  private static long hash(BigDecimal value) {
    return both(value.scale(), XXH3.hashBytesToLong(value.unscaledValue().toByteArray()));
  }

  private byte[] encoded(Object value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value);
    } catch (CoderException e) {
      throw new IllegalStateException("A " + type + " that is in a Row can be encoded.", e);
    }
  }

  // The last step of SplitMix64: one to one, and each bit of the result depends on all.
  private static long mixed(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
