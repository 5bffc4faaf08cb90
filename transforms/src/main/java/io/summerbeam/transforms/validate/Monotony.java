package io.summerbeam.transforms.validate;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Whether the values of one key do not fall. What is known of a key is a Row: its newest time, the
 * least and the greatest value of that time, and the greatest of the time before.
 */
final class Monotony implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int TIME = 0;
  private static final int LEAST = 1;
  private static final int GREATEST = 2;
  private static final int BEFORE = 3;

  private final Schema schema;

  Monotony(FieldType type) {
    this.schema =
        Schema.builder()
            .addInt64Field("time")
            .addField("least", type.withNullable(false))
            .addField("greatest", type.withNullable(false))
            .addField("before", type.withNullable(true))
            .build();
  }

  RowCoder coder() {
    return RowCoder.of(schema);
  }

  /**
   * Whether a value fits in with what is known.
   *
   * @param known null before the first value
   */
  boolean holds(@Nullable Row known, long time, Object value) {
    if (known == null) {
      return true;
    }
    long newest = known.<Long>getValue(TIME);
    if (time > newest) {
      return compare(value, known.getValue(GREATEST)) >= 0;
    }
    if (time < newest) {
      return compare(value, known.getValue(LEAST)) <= 0;
    }
    Object before = known.getValue(BEFORE);
    return before == null || compare(value, before) >= 0;
  }

  /**
   * What is known after a value, whether it fitted in or not.
   *
   * @return null where it is what was known before
   */
  @Nullable Row after(@Nullable Row known, long time, Object value) {
    if (known == null) {
      return state(time, value, value, null);
    }
    long newest = known.<Long>getValue(TIME);
    Object least = known.getValue(LEAST);
    Object greatest = known.getValue(GREATEST);
    if (time > newest) {
      return state(time, value, value, greatest);
    }
    return time < newest
        ? null
        : state(
            time,
            compare(value, least) < 0 ? value : least,
            compare(value, greatest) > 0 ? value : greatest,
            known.getValue(BEFORE));
  }

  private Row state(long time, Object least, Object greatest, @Nullable Object before) {
    return Row.withSchema(schema).attachValues(Arrays.asList(time, least, greatest, before));
  }

  // Of one class, which is comparable with itself.
  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
