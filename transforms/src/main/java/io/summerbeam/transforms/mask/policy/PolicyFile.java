package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlFile;
import io.summerbeam.transforms.yaml.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is written: read once for each use, so that each use tells what is wrong with the
 * file together with what is wrong with its own part, and nothing of another use.
 */
final class PolicyFile {

  /** The version of the format. */
  static final long VERSION = 1;

  /** What is done to the field of a path. */
  record Field(FieldPath path, Treatment treatment) {}

  /**
   * A tag and what its values say.
   *
   * @param line where it stands
   */
  record Tag(int line, Map<String, Treatment> treatments) {}

  private final YamlErrors errors;
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, Tag> tags = new LinkedHashMap<>();
  private final boolean strict;
  private final int strictLine;
  private final DeadLetterSettings deadLetters;

  private PolicyFile(YamlFile file, Map<String, Keys.Reference> given, boolean keysThrownAway) {
    YamlMap root = file.settings();
    this.errors = file.errors();
    requireVersion(root);
    Keys keys = new Keys(root.map("keys").orElse(null), given, keysThrownAway, errors);
    root.map("fields").ifPresent(map -> readFields(map, keys));
    root.map("tags").ifPresent(map -> readTags(map, keys));
    this.strict = root.flag("strict").orElse(false);
    this.strictLine = root.lineOf("strict");
    if (strict && !root.has("tags")) {
      errors.add(
          strictLine,
          "strict is about fields with tags, but the policy has no tags. Say which options of the"
              + " schema are tags, if only with tags: { pii: {} }");
    }
    this.deadLetters =
        DeadLetterSettings.read(
            root.map("dead_letters").orElse(null), root.lineOf("dead_letters"), keys, errors);
    // Those of io.summerbeam.transforms.validate.Expectations.
    root.leaveAlone("expectations", "tables", "error_threshold");
    root.noOthers();
    if (!root.has("fields") && !root.has("tags")) {
      errors.add(1, "the policy must have fields or tags, but has neither.");
    }
  }

  /**
   * Reads a policy; what is wrong is in {@link #errors}.
   *
   * @param name what messages call it
   * @param given what takes the place of the references of keys
   * @param keysThrownAway whether all keys are to be random ones, for examples
   * @throws IllegalArgumentException if it is no YAML
   */
  static PolicyFile read(
      String name, String text, Map<String, Keys.Reference> given, boolean keysThrownAway) {
    return new PolicyFile(YamlFile.parse(name, text), given, keysThrownAway);
  }

  /** What is wrong with it. Whoever uses it adds to it. */
  YamlErrors errors() {
    return errors;
  }

  /** What is done to fields by their paths, in the order of the file. */
  List<Field> fields() {
    return fields;
  }

  /** What is done to fields by the options of the schema, in the order of the file. */
  Map<String, Tag> tags() {
    return tags;
  }

  /** Whether a field with a tag must have a treatment. */
  boolean strict() {
    return strict;
  }

  /** Where it says so. */
  int strictLine() {
    return strictLine;
  }

  DeadLetterSettings deadLetters() {
    return deadLetters;
  }

  private void requireVersion(YamlMap root) {
    if (!root.has("version")) {
      errors.add(1, "version is missing: version: " + VERSION);
      return;
    }
    root.wholeNumber("version")
        .filter(version -> version != VERSION)
        .ifPresent(
            version ->
                errors.add(
                    root.lineOf("version"),
                    "version must be "
                        + VERSION
                        + ", but is "
                        + version
                        + ", which this release does not know."));
  }

  private void readFields(YamlMap map, Keys keys) {
    Map<FieldPath, Integer> lines = new LinkedHashMap<>();
    for (String text : map.keys()) {
      int line = map.lineOf(text);
      Treatment treatment = Techniques.read(map.get(text).orElseThrow(), line, keys, errors);
      FieldPath path = path(text, line);
      if (path == null) {
        continue;
      }
      Integer before = lines.putIfAbsent(path, line);
      if (before != null) {
        errors.add(line, "the field '" + text + "' is there already, in line " + before + ".");
      } else {
        fields.add(new Field(path, treatment));
      }
    }
  }

  private @Nullable FieldPath path(String text, int line) {
    try {
      return FieldPath.of(text);
    } catch (IllegalArgumentException e) {
      errors.add(line, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void readTags(YamlMap map, Keys keys) {
    for (String name : map.keys()) {
      Map<String, Treatment> treatments = new LinkedHashMap<>();
      map.map(name)
          .ifPresent(
              values -> {
                for (String value : values.keys()) {
                  treatments.put(
                      value,
                      Techniques.read(
                          values.get(value).orElseThrow(), values.lineOf(value), keys, errors));
                }
              });
      tags.put(name, new Tag(map.lineOf(name), treatments));
    }
  }
}
