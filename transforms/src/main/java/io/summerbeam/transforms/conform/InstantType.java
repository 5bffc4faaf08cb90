package io.summerbeam.transforms.conform;

import java.time.Instant;
import java.time.temporal.ChronoField;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * A type of points in time.
 *
 * @param isJoda whether its values are those of Joda
 * @param step how many nanoseconds apart its values are
 * @param name in messages
 */
record InstantType(boolean isJoda, int step, String name) {

  private static final int NANO_DIGITS = 9;

  /** Null where the type is another. */
  static @Nullable InstantType of(FieldType type) {
    if (type.getTypeName() == TypeName.DATETIME) {
      return new InstantType(true, 1_000_000, "DATETIME");
    }
    if (!type.getTypeName().isLogicalType()) {
      return null;
    }
    String identifier = Types.logical(type).getIdentifier();
    if (identifier.equals(MicrosInstant.IDENTIFIER)) {
      return new InstantType(false, 1_000, identifier);
    }
    if (identifier.equals(NanosInstant.IDENTIFIER)) {
      return new InstantType(false, 1, identifier);
    }
    return identifier.equals(Timestamp.IDENTIFIER)
            && Types.logical(type).getArgument() instanceof Integer digits
        ? new InstantType(false, (int) Math.pow(10, NANO_DIGITS - digits), identifier)
        : null;
  }

  Instant toInstant(Object value) {
    return isJoda ? Instant.ofEpochMilli(((ReadableInstant) value).getMillis()) : (Instant) value;
  }

  Object of(Instant time) throws MisfitException {
    if (time.get(ChronoField.NANO_OF_SECOND) % step != 0) {
      throw new MisfitException("a time finer than " + name + " holds");
    }
    if (!isJoda) {
      return time;
    }
    try {
      return org.joda.time.Instant.ofEpochMilli(time.toEpochMilli());
    } catch (ArithmeticException e) {
      throw new MisfitException("a time outside of the range of " + name);
    }
  }
}
