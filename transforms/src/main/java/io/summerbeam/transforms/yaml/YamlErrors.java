package io.summerbeam.transforms.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with one YAML file, collected to be told all at once:
 *
 * <pre>
 * expectations.yaml: 2 errors
 *   line 3: there is no field 'orgin'. Did you mean 'origin'? ...
 *   line 9: name is missing.
 * </pre>
 */
public final class YamlErrors {

  private final String file;
  private final List<Found> found = new ArrayList<>();

  /**
   * No errors yet.
   *
   * @param file as messages call it
   */
  public YamlErrors(String file) {
    this.file = file;
  }

  private record Found(int line, String message) {}

  /** The file, as messages call it. */
  public String file() {
    return file;
  }

  /** Notes an error; the message says what, the rule and the remedy, but not the line. */
  public void add(YamlNode where, String message) {
    add(where.line(), message);
  }

  /** Notes an error in a line. */
  public void add(int line, String message) {
    found.add(new Found(line, message));
  }

  /** Whether nothing was noted yet. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many were noted so far. */
  public int count() {
    return found.size();
  }

  /**
   * Tells everything that was noted, in the order of the lines.
   *
   * @throws IllegalArgumentException if something was
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  IllegalArgumentException exception() {
    StringBuilder text = new StringBuilder(file);
    text.append(": ").append(found.size()).append(found.size() == 1 ? " error" : " errors");
    found.stream()
        .sorted(Comparator.comparingInt(Found::line))
        .forEach(
            each ->
                text.append("\n  line ").append(each.line()).append(": ").append(each.message()));
    return new IllegalArgumentException(text.toString());
  }
}
