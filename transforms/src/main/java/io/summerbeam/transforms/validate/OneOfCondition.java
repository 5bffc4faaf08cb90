package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.NearestName;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.joda.time.ReadableInstant;

/** One of some constants. */
record OneOfCondition(List<Object> constants) implements ValueCondition {

  private static final int SHOWN = 10;

  @Override
  public String text() {
    return "is one of "
        + constants.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "))
        + (constants.size() > SHOWN ? " and " + (constants.size() - SHOWN) + " more" : "");
  }

  @Override
  public ValueTest on(FieldType type, String where) {
    Class<?> values = ValueClass.of(type);
    if (Constants.WHOLE.contains(values)) {
      return new WholeTest(set(constant -> Constants.whole(constant, where)));
    } else if (values == BigDecimal.class) {
      return new DecimalTest(
          set(constant -> Constants.number(constant, where).stripTrailingZeros()));
    } else if (ReadableInstant.class.isAssignableFrom(values)) {
      return new MillisTest(set(constant -> millis(constant, where)));
    } else if (Constants.TIMES.contains(values)) {
      return new EqualTest(set(constant -> Constants.time(constant, values, where)));
    } else if (values == String.class) {
      return new EqualTest(set(constant -> text(constant, where)));
    } else if (values == Boolean.class) {
      return new EqualTest(set(constant -> truth(constant, where)));
    } else if (values == UUID.class) {
      return new EqualTest(set(constant -> uuid(constant, where)));
    } else if (type.getLogicalType() instanceof EnumerationType enumeration) {
      return new EqualTest(set(constant -> value(constant, enumeration, where)));
    }
    throw new IllegalArgumentException(
        where
            + " holds "
            + values.getSimpleName()
            + ", but oneOf() is for values that are equal or not: whole numbers, decimals, text,"
            + " true and false, dates, times, enumerations.");
  }

  private <T> Set<T> set(Function<Object, T> fit) {
    return constants.stream().map(fit).collect(Collectors.toCollection(HashSet::new));
  }

  private static long millis(Object constant, String where) {
    long millis = Constants.millisFrom(constant, where);
    if (millis != Constants.millisTo(constant, where)) {
      throw Constants.unfit(constant, "a time of whole milliseconds", where);
    }
    return millis;
  }

  private static String text(Object constant, String where) {
    if (constant instanceof String text) {
      return text;
    }
    throw Constants.unfit(constant, "a text", where);
  }

  private static Boolean truth(Object constant, String where) {
    String text = String.valueOf(constant);
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw Constants.unfit(constant, "a truth value (true, false)", where);
  }

  private static UUID uuid(Object constant, String where) {
    if (constant instanceof UUID uuid) {
      return uuid;
    }
    try {
      return UUID.fromString(String.valueOf(constant));
    } catch (IllegalArgumentException e) {
      throw Constants.unfit(constant, "a UUID", where);
    }
  }

  private static EnumerationType.Value value(
      Object constant, EnumerationType enumeration, String where) {
    if (constant instanceof EnumerationType.Value value) {
      return value;
    }
    String name = String.valueOf(constant);
    if (!enumeration.getValues().contains(name)) {
      throw new IllegalArgumentException(
          where
              + " has no value '"
              + name
              + "'"
              + NearestName.hint(name, enumeration.getValues())
              + " Values: "
              + String.join(", ", enumeration.getValues()));
    }
    return enumeration.valueOf(name);
  }

  private static final class EqualTest extends ValueTest {

    private final Set<?> constants;

    EqualTest(Set<?> constants) {
      this.constants = constants;
    }

    @Override
    boolean holds(Object value) {
      return constants.contains(value);
    }
  }

  private static final class WholeTest extends ValueTest {

    private final Set<Long> constants;

    WholeTest(Set<Long> constants) {
      this.constants = constants;
    }

    @Override
    boolean holds(Object value) {
      return constants.contains(value instanceof Long whole ? whole : ((Number) value).longValue());
    }
  }

  /** 1.5 and 1.50 are the same number. */
  private static final class DecimalTest extends ValueTest {

    private final Set<BigDecimal> constants;

    DecimalTest(Set<BigDecimal> constants) {
      this.constants = constants;
    }

    @Override
    boolean holds(Object value) {
      return constants.contains(((BigDecimal) value).stripTrailingZeros());
    }
  }

  private static final class MillisTest extends ValueTest {

    private final Set<Long> constants;

    MillisTest(Set<Long> constants) {
      this.constants = constants;
    }

    @Override
    boolean holds(Object value) {
      return constants.contains(((ReadableInstant) value).getMillis());
    }
  }
}
