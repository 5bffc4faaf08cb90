package io.summerbeam.transforms.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes our nodes of those of the parser, which it checks. */
final class NodeReader {

  private static final int LONGEST_NUMBER = 1000;

  private final YamlErrors errors;

  NodeReader(YamlErrors errors) {
    this.errors = errors;
  }

  YamlNode read(Node node) {
    int line = lineOf(node);
    // Before anything in it is looked at: what has no anchor cannot contain itself.
    if (node.getAnchor().isPresent()) {
      errors.add(line, "anchors and aliases (&, *) are not used here: write the value again.");
      return new YamlScalar(line, null);
    }
    if (node instanceof MappingNode mapping) {
      return map(mapping, line);
    }
    if (node instanceof SequenceNode sequence) {
      if (!sequence.getTag().equals(Tag.SEQ)) {
        errors.add(line, tagged(sequence));
      }
      List<YamlNode> elements = new ArrayList<>();
      sequence.getValue().forEach(element -> elements.add(read(element)));
      return new YamlList(line, elements, errors);
    }
    return node instanceof ScalarNode scalar
        ? new YamlScalar(line, value(scalar, line))
        : new YamlScalar(line, null);
  }

  private YamlMap map(MappingNode mapping, int line) {
    if (!mapping.getTag().equals(Tag.MAP)) {
      errors.add(line, tagged(mapping));
    }
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      int keyLine = lineOf(pair.getKeyNode());
      YamlNode value = read(pair.getValueNode());
      if (!(read(pair.getKeyNode()) instanceof YamlScalar key)
          || !(key.value() instanceof String name)) {
        errors.add(keyLine, "a key must be a text; put it in quotes.");
        continue;
      }
      YamlMap.Entry before = entries.putIfAbsent(name, new YamlMap.Entry(keyLine, value));
      if (before != null) {
        errors.add(
            keyLine, "the key '" + name + "' is there already, in line " + before.line() + ".");
      }
    }
    return new YamlMap(line, entries, errors);
  }

  private @Nullable Object value(ScalarNode scalar, int line) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      return text;
    } else if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    } else if (tag.equals(Tag.NULL)) {
      return null;
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, line);
    }
    errors.add(line, tagged(scalar));
    return null;
  }

  private @Nullable Object number(String text, int line) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      if (lower.endsWith(".inf")) {
        return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      } else if (lower.endsWith(".nan")) {
        return Double.NaN;
      } else if (text.length() > LONGEST_NUMBER) {
        throw new NumberFormatException();
      } else if (lower.startsWith("0x")) {
        return whole(new BigInteger(lower.substring(2), 16));
      } else if (lower.startsWith("0o")) {
        return whole(new BigInteger(lower.substring(2), 8));
      }
      return text.chars().allMatch(c -> Character.isDigit(c) || c == '-' || c == '+')
          ? whole(new BigInteger(text))
          : new BigDecimal(text);
    } catch (NumberFormatException e) {
      // Such as !!int x, and what is longer than any number that somebody writes.
      errors.add(line, "this is no number.");
      return null;
    }
  }

  private static Object whole(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return new BigDecimal(number);
  }

  private static String tagged(Node node) {
    return "the tag " + node.getTag().getValue() + " is not used here.";
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
