package io.summerbeam.transforms.yaml;

import java.util.ArrayList;
import java.util.List;

/** A list: {@code [a, b]}, or lines that begin with a dash. */
public final class YamlList implements YamlNode {

  private final int line;
  private final List<YamlNode> nodes;
  private final YamlErrors errors;

  YamlList(int line, List<YamlNode> nodes, YamlErrors errors) {
    this.line = line;
    this.nodes = List.copyOf(nodes);
    this.errors = errors;
  }

  @Override
  public int line() {
    return line;
  }

  @Override
  public String kind() {
    return "a list";
  }

  /** Its elements, whatever they are. */
  public List<YamlNode> nodes() {
    return nodes;
  }

  /** Its elements that are texts; each other one is noted as an error. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (YamlNode node : nodes) {
      if (node instanceof YamlScalar scalar && scalar.value() instanceof String text) {
        texts.add(text);
      } else {
        errors.add(node, "expected a text, but this is " + node.kind() + ".");
      }
    }
    return texts;
  }

  /** Its elements that are maps; each other one is noted as an error. */
  public List<YamlMap> maps() {
    List<YamlMap> maps = new ArrayList<>();
    for (YamlNode node : nodes) {
      if (node instanceof YamlMap map) {
        maps.add(map);
      } else {
        errors.add(node, "expected 'key: value' pairs, but this is " + node.kind() + ".");
      }
    }
    return maps;
  }
}
