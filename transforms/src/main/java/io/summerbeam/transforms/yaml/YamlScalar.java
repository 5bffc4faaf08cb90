package io.summerbeam.transforms.yaml;

import org.jspecify.annotations.Nullable;

/**
 * A single value. {@code yes}, {@code off} and dates are texts, as in YAML 1.2.
 *
 * @param line the line it stands in
 * @param value a String, a Boolean, a Long, a BigDecimal (other numbers), a Double (what no decimal
 *     is: {@code .inf}, {@code .nan}); null for {@code null} and for nothing at all
 */
public record YamlScalar(int line, @Nullable Object value) implements YamlNode {

  @Override
  public String kind() {
    if (value == null) {
      return "empty";
    }
    return value instanceof String
        ? "a text"
        : value instanceof Boolean
            ? "true or false"
            : value instanceof Long ? "a whole number" : "a number";
  }
}
