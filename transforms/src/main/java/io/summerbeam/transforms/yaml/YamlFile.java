package io.summerbeam.transforms.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML file of settings: pairs at its top, with the line of everything in it.
 *
 * <pre>{@code
 * YamlFile file = YamlFile.read(path);
 * YamlMap settings = file.settings();
 * Optional<String> name = settings.requiredText("name");
 * settings.noOthers();
 * file.errors().throwIfAny();
 * }</pre>
 *
 * <p>YAML 1.2 with its core schema, one document a file, in UTF-8. A key that comes twice is an
 * error; so are keys that are no texts, anchors, aliases and tags, which settings do not need.
 */
public final class YamlFile {

  private final YamlMap settings;
  private final YamlErrors errors;

  private YamlFile(YamlMap settings, YamlErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  /**
   * Reads a local file.
   *
   * @throws IllegalArgumentException if it cannot be read, is not in UTF-8, or no YAML of the kind
   *     above
   */
  public static YamlFile read(Path path) {
    return parse(path.toString(), text(path));
  }

  /**
   * Reads the text of a local file.
   *
   * @throws IllegalArgumentException if it is not there, is a folder, cannot be read, or is not in
   *     UTF-8
   */
  public static String text(Path path) {
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + ": this is a folder, not a file.");
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(path + ": the file must be in UTF-8, but is not.", e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(path + ": there is no such file.", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path + ": the file cannot be read (" + e.getClass().getSimpleName() + ").", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException if it is no YAML of the kind above
   */
  public static YamlFile parse(String name, String text) {
    YamlErrors errors = new YamlErrors(name);
    LoadSettings how =
        LoadSettings.builder().setLabel(name).setUseMarks(true).setSchema(new CoreSchema()).build();
    Optional<Node> root;
    try {
      root = new Compose(how).composeString(text);
    } catch (MarkedYamlEngineException e) {
      // Not what it says as a whole: that quotes the lines around.
      Optional<Mark> mark = e.getProblemMark();
      errors.add(
          mark.map(Mark::getLine).orElse(0) + 1,
          "this is no YAML: "
              + e.getProblem()
              + mark.map(at -> ", at column " + (at.getColumn() + 1)).orElse("")
              + ".");
      throw errors.exception();
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(
          name + ": this is no YAML: it has characters that YAML does not allow.", e);
    }
    YamlNode node = root.map(new NodeReader(errors)::read).orElse(new YamlScalar(1, null));
    if (node instanceof YamlMap map) {
      return new YamlFile(map, errors);
    }
    errors.add(
        node, "the file must have 'key: value' pairs at its top, but is " + node.kind() + ".");
    throw errors.exception();
  }

  /** The pairs at the top of the file. */
  public YamlMap settings() {
    return settings;
  }

  /** What is wrong with it, as far as it is known. Whoever reads adds to it. */
  public YamlErrors errors() {
    return errors;
  }
}
