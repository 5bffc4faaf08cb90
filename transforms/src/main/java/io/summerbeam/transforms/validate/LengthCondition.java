package io.summerbeam.transforms.validate;

import java.util.Collection;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** How long: a text in code points, bytes in bytes, a list or a map in elements. */
record LengthCondition(int min, int max) implements ValueCondition {

  static LengthCondition of(int min, int max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "length() must be given 0 <= min <= max, but was: min " + min + ", max " + max);
    }
    return new LengthCondition(min, max);
  }

  @Override
  public String text() {
    if (max == Integer.MAX_VALUE) {
      return "is at least " + min + " long";
    }
    return "is " + (min == 0 ? "at most " : "from " + min + " to ") + max + " long";
  }

  @Override
  public ValueTest on(FieldType type, String where) {
    Class<?> values = ValueClass.of(type);
    if (values == String.class) {
      return new TextTest(min, max);
    } else if (values == byte[].class) {
      return new BytesTest(min, max);
    } else if (Map.class.isAssignableFrom(values)) {
      return new MapTest(min, max);
    } else if (Iterable.class.isAssignableFrom(values)) {
      return new ElementsTest(min, max);
    }
    throw new IllegalArgumentException(
        where
            + " holds "
            + values.getSimpleName()
            + ", but a length is for text, bytes, lists and maps.");
  }

  private abstract static class Test extends ValueTest {

    final int min;
    final int max;

    Test(int min, int max) {
      this.min = min;
      this.max = max;
    }

    final boolean fits(int length) {
      return min <= length && length <= max;
    }
  }

  private static final class TextTest extends Test {

    TextTest(int min, int max) {
      super(min, max);
    }

    @Override
    boolean holds(Object value) {
      String text = (String) value;
      int units = text.length();
      // A code point has one unit or two: most often that is enough to know.
      int least = units / 2 + units % 2;
      if (units < min || least > max) {
        return false;
      }
      return (least >= min && units <= max) || fits(text.codePointCount(0, units));
    }
  }

  private static final class BytesTest extends Test {

    BytesTest(int min, int max) {
      super(min, max);
    }

    @Override
    boolean holds(Object value) {
      return fits(((byte[]) value).length);
    }
  }

  private static final class MapTest extends Test {

    MapTest(int min, int max) {
      super(min, max);
    }

    @Override
    boolean holds(Object value) {
      return fits(((Map<?, ?>) value).size());
    }
  }

  private static final class ElementsTest extends Test {

    ElementsTest(int min, int max) {
      super(min, max);
    }

    @Override
    boolean holds(Object value) {
      if (value instanceof Collection<?> collection) {
        return fits(collection.size());
      }
      int length = 0;
      for (Object unused : (Iterable<?>) value) {
        length++;
        if (length > max) {
          return false;
        }
      }
      return fits(length);
    }
  }
}
