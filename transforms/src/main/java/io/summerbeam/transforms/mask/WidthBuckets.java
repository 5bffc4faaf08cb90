package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/** See {@link Buckets#ofWidth}. */
@AutoValue
abstract class WidthBuckets extends Buckets {

  private static final long serialVersionUID = 1;

  static WidthBuckets of(BigDecimal width) {
    return new AutoValue_WidthBuckets(width);
  }

  abstract BigDecimal width();

  @Override
  void check(FieldType type, MaskRule rule) {
    if (!NumberType.isNumber(type)) {
      throw rule.unfit(type, NumberType.NAMES + ", with buckets of a width", "Use other buckets.");
    }
    try {
      NumberType.of(type.getTypeName(), width());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          rule
              + ": the width must be a number of the field's type "
              + type.getTypeName()
              + ", but was: "
              + width(),
          e);
    }
  }

  @Override
  ValueMask open(FieldType type) {
    TypeName name = type.getTypeName();
    BigDecimal width = width();
    if (name == TypeName.INT64) {
      long whole = width.longValueExact();
      return (value, record) -> start((Long) value, whole);
    }
    return (value, record) -> {
      BigDecimal number = NumberType.exact(value);
      if (number == null) {
        return value;
      }
      try {
        return NumberType.of(name, number.divide(width, 0, RoundingMode.FLOOR).multiply(width));
      } catch (ArithmeticException e) {
        throw outOfRange();
      }
    };
  }

  // Most numbers are of this type, and need no decimals.
  private static Long start(long value, long width) throws MaskException {
    try {
      return Math.multiplyExact(Math.floorDiv(value, width), width);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  private static MaskException outOfRange() {
    return new MaskException("the start of its bucket is out of the range of the type");
  }

  @Override
  boolean keepsFormat() {
    return true;
  }

  @Override
  String reveals() {
    return "The range of " + width().toPlainString() + " that the value is in.";
  }
}
