package io.summerbeam.transforms.validate;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The whole of a text matches a pattern of RE2. */
record PatternCondition(Pattern pattern) implements ValueCondition {

  static PatternCondition of(String pattern) {
    try {
      return new PatternCondition(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "matches() takes a pattern of RE2, which '"
              + pattern
              + "' is not: "
              + e.getDescription()
              + ". It has no look-around and no back-references.",
          e);
    }
  }

  @Override
  public String text() {
    return "matches " + pattern.pattern();
  }

  @Override
  public ValueTest on(FieldType type, String where) {
    Class<?> values = ValueClass.of(type);
    if (values != String.class) {
      throw new IllegalArgumentException(
          where + " holds " + values.getSimpleName() + ", but matches() is for text.");
    }
    return new Test(pattern.matcher(""));
  }

  private static final class Test extends ValueTest {

    // One for all values: making one costs more than most texts.
    private final Matcher matcher;

    Test(Matcher matcher) {
      this.matcher = matcher;
    }

    @Override
    boolean holds(Object value) {
      return matcher.reset((String) value).matches();
    }
  }
}
