package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** See {@link Buckets#toDay}, {@link Buckets#toMonth} and {@link Buckets#toYear}. */
@AutoValue
abstract class CalendarBuckets extends Buckets {

  private static final long serialVersionUID = 1;

  static CalendarBuckets of(ChronoUnit unit) {
    return new AutoValue_CalendarBuckets(unit);
  }

  abstract ChronoUnit unit();

  @Override
  void check(FieldType type, MaskRule rule) {
    TemporalType temporal = TemporalType.of(type);
    if (temporal == null) {
      throw rule.unfit(type, TemporalType.NAMES + ", with these buckets", "Use other buckets.");
    }
    if (temporal == TemporalType.DATE && unit() == ChronoUnit.DAYS) {
      throw rule.unfit(
          type, "types with a time of the day, with toDay()", "Use toMonth() or toYear().");
    }
  }

  @Override
  ValueMask open(FieldType type) {
    TemporalType temporal = TemporalType.of(type);
    if (temporal == null) {
      throw new IllegalStateException("not checked");
    }
    ChronoUnit unit = unit();
    return (value, record) -> temporal.startOf(unit, value);
  }

  @Override
  boolean keepsFormat() {
    return true;
  }

  @Override
  String reveals() {
    return switch (unit()) {
      case YEARS -> "The year.";
      case MONTHS -> "The month and the year.";
      default -> "The day.";
    };
  }
}
