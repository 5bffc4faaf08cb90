package io.summerbeam.transforms.validate;

import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlList;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one expectation of a file, and notes what is wrong with its settings. */
final class ExpectationReader {

  private final YamlMap map;
  private final YamlErrors errors;

  ExpectationReader(YamlMap map, YamlErrors errors) {
    this.map = map;
    this.errors = errors;
  }

  ExpectationSettings read() {
    ExpectationSettings.Builder settings = ExpectationSettings.builder();
    settings.setName(map.requiredText("name").orElse(null));
    map.choice("on_failure", Action.class).ifPresent(settings::setOnFailure);
    settings.setOrNull(map.flag("or_null").orElse(false));
    settings.setExpression(map.text("expression").orElse(null));
    settings.setFields(oneOrMore("field", "fields"));
    settings.setNotNull(map.flag("not_null").orElse(false));
    settings.setFrom(constant("from"));
    settings.setTo(constant("to"));
    settings.setMatches(map.text("matches").orElse(null));
    settings.setOneOf(constants("one_of"));
    settings.setMinLength(length("min_length"));
    settings.setMaxLength(length("max_length"));
    settings.setUnique(map.flag("unique").orElse(false));
    settings.setWithin(map.text("within").orElse(null));
    settings.setMonotonicBy(map.texts("monotonic_by"));
    settings.setTable(map.text("table").orElse(null));
    settings.setTableFields(oneOrMore("table_field", "table_fields"));
    map.noOthers();
    return settings.build();
  }

  private List<String> oneOrMore(String one, String more) {
    Optional<String> single = map.text(one);
    List<String> several = map.list(more).map(YamlList::texts).orElse(List.of());
    if (single.isPresent() && map.has(more)) {
      errors.add(map.lineOf(more), more + " and " + one + " cannot both be there.");
    }
    return single.map(List::of).orElse(several);
  }

  private @Nullable Integer length(String key) {
    Optional<Long> length = map.wholeNumber(key);
    if (length.isPresent() && (length.get() < 0 || length.get() > Integer.MAX_VALUE)) {
      errors.add(
          map.lineOf(key), key + " must be from 0 to " + Integer.MAX_VALUE + ", but is not.");
      return null;
    }
    return length.map(Math::toIntExact).orElse(null);
  }

  private @Nullable Object constant(String key) {
    Optional<YamlNode> node = map.get(key);
    return node.isEmpty() ? null : constant(key, node.get());
  }

  private List<Object> constants(String key) {
    List<Object> constants = new ArrayList<>();
    Optional<YamlList> list = map.list(key);
    if (list.isPresent() && list.get().nodes().isEmpty()) {
      errors.add(map.lineOf(key), key + " must have at least one value.");
    }
    for (YamlNode node : list.map(YamlList::nodes).orElse(List.of())) {
      Object constant = constant(key, node);
      if (constant != null) {
        constants.add(constant);
      }
    }
    return constants;
  }

  private @Nullable Object constant(String key, YamlNode node) {
    Object value = node instanceof YamlScalar scalar ? scalar.value() : null;
    if (value == null) {
      errors.add(node, key + " takes values, but this is " + node.kind() + ".");
    }
    return value;
  }
}
