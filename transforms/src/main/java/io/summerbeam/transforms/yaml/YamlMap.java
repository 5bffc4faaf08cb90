package io.summerbeam.transforms.yaml;

import io.summerbeam.sdk.schema.NearestName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pairs of a key and a value. Every question about a key tells that the key is known; when all were
 * asked, {@link #noOthers} notes the keys that nobody knows.
 *
 * <p>An answer is empty where the key is not there, and where its value is of another kind, which
 * is noted as an error.
 */
public final class YamlMap implements YamlNode {

  private final int line;
  private final Map<String, Entry> entries;
  private final YamlErrors errors;
  private final Set<String> known = new LinkedHashSet<>();

  YamlMap(int line, Map<String, Entry> entries, YamlErrors errors) {
    this.line = line;
    this.entries = new LinkedHashMap<>(entries);
    this.errors = errors;
  }

  /**
   * A pair.
   *
   * @param line the key's
   */
  record Entry(int line, YamlNode value) {}

  @Override
  public int line() {
    return line;
  }

  @Override
  public String kind() {
    return "'key: value' pairs";
  }

  /** The keys that are there, in the order of the file. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether a key is there, whatever its value is. */
  public boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** The line of a key; that of the map where the key is not there. */
  public int lineOf(String key) {
    Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  /** The value of a key, of any kind. */
  public Optional<YamlNode> get(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** A text. */
  public Optional<String> text(String key) {
    return scalar(key, String.class, "a text; put it in quotes");
  }

  /** A text that must be there: where it is not, that is noted. */
  public Optional<String> requiredText(String key) {
    if (!has(key)) {
      errors.add(line, key + " is missing.");
    }
    return text(key);
  }

  /** A whole number. */
  public Optional<Long> wholeNumber(String key) {
    return scalar(key, Long.class, "a whole number");
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    return scalar(key, Boolean.class, "true or false");
  }

  /** One of the constants of an enum, which is written in lower case. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Map<String, E> byName =
        Arrays.stream(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    constant -> constant.name().toLowerCase(Locale.ROOT),
                    constant -> constant,
                    (one, other) -> one,
                    LinkedHashMap::new));
    E chosen = byName.get(text.get());
    if (chosen == null) {
      errors.add(
          lineOf(key),
          key
              + " must be one of "
              + String.join(", ", byName.keySet())
              + ", but is '"
              + text.get()
              + "'"
              + NearestName.hint(text.get(), byName.keySet()));
    }
    return Optional.ofNullable(chosen);
  }

  /** A list. */
  public Optional<YamlList> list(String key) {
    return node(key, YamlList.class, "a list");
  }

  /** Pairs. */
  public Optional<YamlMap> map(String key) {
    return node(key, YamlMap.class, "'key: value' pairs");
  }

  /** A list of texts, or a single one. */
  public List<String> texts(String key) {
    if (get(key).orElse(null) instanceof YamlList list) {
      return list.texts();
    }
    return text(key).map(List::of).orElse(List.of());
  }

  /** These keys belong to somebody else: they may be there, whatever their values are. */
  public void leaveAlone(String... keys) {
    known.addAll(List.of(keys));
  }

  /** Notes an error for each key that was not asked for, with the nearest one that was. */
  public void noOthers() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            errors.add(
                entry.line(),
                "there is no setting '"
                    + key
                    + "' here"
                    + NearestName.hint(key, known)
                    + " Settings: "
                    + String.join(", ", known));
          }
        });
  }

  private <T> Optional<T> scalar(String key, Class<T> type, String rule) {
    Optional<YamlNode> node = get(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlScalar scalar && type.isInstance(scalar.value())) {
      return Optional.of(type.cast(scalar.value()));
    }
    return complain(key, node.get(), rule);
  }

  private <N extends YamlNode> Optional<N> node(String key, Class<N> type, String rule) {
    Optional<YamlNode> node = get(key);
    return node.isEmpty()
        ? Optional.empty()
        : type.isInstance(node.get())
            ? Optional.of(type.cast(node.get()))
            : complain(key, node.get(), rule);
  }

  private <T> Optional<T> complain(String key, YamlNode node, String rule) {
    errors.add(lineOf(key), key + " must be " + rule + ", but is " + node.kind() + ".");
    return Optional.empty();
  }
}
