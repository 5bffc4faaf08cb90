package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlList;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one treatment, asked for one by one. What is missing or of the wrong kind is
 * noted with its line and answered with something harmless; {@link #areFit} says whether all was
 * right.
 */
final class Settings {

  private final String technique;
  private final int line;
  private final @Nullable YamlMap map;
  private final YamlErrors errors;
  private boolean fit = true;

  /**
   * @param line where the treatment stands
   * @param map null where only the technique is given
   */
  Settings(String technique, int line, @Nullable YamlMap map, YamlErrors errors) {
    this.technique = technique;
    this.line = line;
    this.map = map;
    this.errors = errors;
  }

  /** Of what these are the settings. */
  String technique() {
    return technique;
  }

  /** Where the treatment stands. */
  int line() {
    return line;
  }

  /** Whether all that was asked for is there and of the right kind. */
  boolean areFit() {
    return fit;
  }

  boolean has(String name) {
    return map != null && map.has(name);
  }

  /** A setting is wrong. */
  void refuse(String name, String message) {
    fit = false;
    errors.add(map == null ? line : map.lineOf(name), technique + ": " + message);
  }

  @Nullable String text(String name) {
    return map == null ? null : answer(name, map.text(name));
  }

  String requiredText(String name) {
    String text = text(name);
    require(name, "a text");
    return text == null ? "" : text;
  }

  boolean flag(String name) {
    Boolean flag = map == null ? null : answer(name, map.flag(name));
    return flag != null && flag;
  }

  @Nullable Integer wholeNumber(String name) {
    Long number = map == null ? null : answer(name, map.wholeNumber(name));
    if (number == null) {
      return null;
    }
    if (number != number.intValue()) {
      refuse(name, name + " must be a number that is not so large, but is: " + number);
      return null;
    }
    return number.intValue();
  }

  int requiredWholeNumber(String name) {
    Integer number = wholeNumber(name);
    require(name, "a whole number");
    return number == null ? 0 : number;
  }

  /** A number, of which the decimals that are written count. */
  @Nullable BigDecimal number(String name) {
    Optional<YamlNode> node = map == null ? Optional.empty() : map.get(name);
    return node.isEmpty() ? null : decimal(name, node.get());
  }

  /** A list of numbers; empty if it is not there. */
  List<BigDecimal> numbers(String name) {
    List<BigDecimal> numbers = new ArrayList<>();
    if (map != null && has(name)) {
      map.list(name)
          .ifPresentOrElse(
              list ->
                  list.nodes()
                      .forEach(
                          node -> {
                            BigDecimal number = decimal(name, node);
                            if (number != null) {
                              numbers.add(number);
                            }
                          }),
              () -> fit = false);
    }
    return numbers;
  }

  /** One or several texts; empty if there are none. */
  List<String> texts(String name) {
    if (map == null || !has(name)) {
      return List.of();
    }
    List<String> texts = map.texts(name);
    YamlNode node = map.get(name).orElseThrow();
    if (!(node instanceof YamlList list)) {
      fit &= !texts.isEmpty();
    } else if (list.nodes().isEmpty()) {
      refuse(name, name + " must name one or more, but names none.");
    } else {
      fit &= texts.size() == list.nodes().size();
    }
    return texts;
  }

  /** Pairs of texts, in the order of the file; empty if there are none. */
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (map != null && has(name)) {
      map.map(name)
          .ifPresentOrElse(
              inner ->
                  inner
                      .keys()
                      .forEach(
                          key ->
                              inner
                                  .text(key)
                                  .ifPresentOrElse(
                                      text -> pairs.put(key, text), () -> fit = false)),
              () -> fit = false);
    }
    return pairs;
  }

  /**
   * One of several words.
   *
   * @param choices what each means
   */
  <T> @Nullable T choice(String name, Map<String, T> choices) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    T chosen = choices.get(text);
    if (chosen == null) {
      refuse(
          name,
          name
              + " must be one of "
              + String.join(", ", choices.keySet())
              + ", but is '"
              + text
              + "'"
              + NearestName.hint(text, choices.keySet()));
    }
    return chosen;
  }

  /** Notes the settings that nobody has asked for. */
  void noOthers() {
    if (map != null) {
      map.noOthers();
    }
  }

  private @Nullable BigDecimal decimal(String name, YamlNode node) {
    if (node instanceof YamlScalar scalar) {
      if (scalar.value() instanceof Long whole) {
        return BigDecimal.valueOf(whole);
      }
      if (scalar.value() instanceof BigDecimal decimal) {
        return decimal;
      }
    }
    fit = false;
    errors.add(node, technique + ": " + name + " must be a number, but is " + node.kind() + ".");
    return null;
  }

  private void require(String name, String kind) {
    if (!has(name)) {
      fit = false;
      errors.add(
          line,
          technique
              + " must have "
              + name
              + ", "
              + kind
              + ": { technique: "
              + technique
              + ", "
              + name
              + ": ... }");
    }
  }

  private <T> @Nullable T answer(String name, Optional<T> answer) {
    // What is there and gives no answer was noted.
    fit &= answer.isPresent() || !has(name);
    return answer.orElse(null);
  }
}
