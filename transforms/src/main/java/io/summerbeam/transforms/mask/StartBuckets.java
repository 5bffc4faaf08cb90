package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/** See {@link Buckets#startingAt}. */
@AutoValue
abstract class StartBuckets extends Buckets {

  private static final long serialVersionUID = 1;

  static StartBuckets of(List<BigDecimal> starts) {
    return new AutoValue_StartBuckets(starts);
  }

  abstract List<BigDecimal> starts();

  @Override
  void check(FieldType type, MaskRule rule) {
    if (!NumberType.isNumber(type)) {
      throw rule.unfit(type, NumberType.NAMES + ", with these buckets", "Use other buckets.");
    }
    for (BigDecimal start : starts()) {
      try {
        NumberType.of(type.getTypeName(), start);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            rule
                + ": each bucket must begin at a number of the field's type "
                + type.getTypeName()
                + ", but one begins at: "
                + start,
            e);
      }
    }
  }

  @Override
  ValueMask open(FieldType type) {
    TypeName name = type.getTypeName();
    BigDecimal[] starts = starts().toArray(BigDecimal[]::new);
    Object[] values = starts().stream().map(start -> NumberType.of(name, start)).toArray();
    return (value, record) -> {
      BigDecimal number = NumberType.exact(value);
      if (number == null) {
        return value;
      }
      int found = Arrays.binarySearch(starts, number);
      int bucket = found >= 0 ? found : -found - 2;
      if (bucket < 0) {
        throw new MaskException("the value must not be below the first bucket, but is");
      }
      return values[bucket];
    };
  }

  @Override
  boolean keepsFormat() {
    return true;
  }

  @Override
  String reveals() {
    return "Which of " + starts().size() + " ranges the value is in.";
  }
}
