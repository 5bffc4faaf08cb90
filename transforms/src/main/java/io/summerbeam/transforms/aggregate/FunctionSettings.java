package io.summerbeam.transforms.aggregate;

import io.summerbeam.transforms.aggregate.AggregateSchemaTransformProvider.Function;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of one configured function, and which of them were read. */
final class FunctionSettings {

  private final String name;
  private final String as;
  private final Map<String, @Nullable Object> given = new LinkedHashMap<>();
  private final Set<String> read = new LinkedHashSet<>();

  FunctionSettings(Function function) {
    this.name = function.getFunction();
    this.as = function.getAs();
    given.put("field", function.getField());
    given.put("fields", function.getFields());
    given.put("condition", function.getCondition());
    given.put("denominator", function.getDenominator());
    given.put("quantile", function.getQuantile());
    given.put("quantiles", function.getQuantiles());
    given.put("order_by", function.getOrderBy());
    given.put("limit", function.getLimit());
  }

  String as() {
    return as;
  }

  String field() {
    return read("field", String.class);
  }

  /** Several, or one. */
  List<String> fields() {
    return given.get("fields") == null ? List.of(field()) : list("fields", String.class);
  }

  String condition() {
    return read("condition", String.class);
  }

  String denominator() {
    return read("denominator", String.class);
  }

  double quantile() {
    return read("quantile", Double.class);
  }

  List<Double> quantiles() {
    return list("quantiles", Double.class);
  }

  String orderBy() {
    return read("order_by", String.class);
  }

  int limit() {
    return read("limit", Integer.class);
  }

  /** What was set and has no effect was meant to have one. */
  void refuseUnread() {
    given.forEach(
        (setting, value) -> {
          if (value != null && !read.contains(setting)) {
            throw new IllegalArgumentException(
                "The function "
                    + name
                    + " takes no "
                    + setting
                    + ", but was given: "
                    + value
                    + ". It takes: "
                    + read.stream().map(taken -> taken + ", ").collect(Collectors.joining())
                    + "as.");
          }
        });
  }

  private <T> T read(String setting, Class<T> type) {
    read.add(setting);
    Object value = given.get(setting);
    if (value == null) {
      throw new IllegalArgumentException("The function " + name + " needs: " + setting + ".");
    }
    return type.cast(value);
  }

  private <T> List<T> list(String setting, Class<T> type) {
    List<?> values = read(setting, List.class);
    return values.stream().<T>map(type::cast).toList();
  }
}
