package io.summerbeam.transforms.mask.policy;

import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.Protection;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/** A policy for a schema in a text: each field, what is done to it, what of it is left, examples. */
final class Explanation {

  private static final String INDENT = "  ";

  private final String name;
  private final Placement placement;
  private final Examples examples;

  /**
   * @param name of the policy
   * @param placement of a policy whose keys are thrown away
   */
  Explanation(String name, Placement placement, Schema schema) {
    this.name = name;
    this.placement = placement;
    this.examples = new Examples(schema);
  }

  String text() {
    StringBuilder text = new StringBuilder(name).append("\n\n").append(techniques());
    if (!placement.rules().isEmpty()) {
      text.append("\nWhat somebody without the keys learns:\n").append(revelations());
      text.append("\nExamples, of made-up values and with keys that are thrown away:\n")
          .append(exampleTable());
    }
    append(text, "In clear, because the policy says nothing of them", placement.inClear());
    append(text, "Tagged, but no treatment is for the tag", placement.ignoredTags());
    return text.toString();
  }

  private String techniques() {
    TextTable table = new TextTable();
    table.row("FIELD", "TECHNIQUE", "REVERSIBLE", "JOINS", "FORMAT", "BECAUSE OF");
    for (Placement.Placed each : placement.placed()) {
      MaskRule rule = each.rule();
      Protection protection = rule == null ? null : rule.protection();
      table.row(
          each.path().text(),
          each.technique(),
          protection == null ? "in clear" : word(protection.reversible(), "yes", "no"),
          protection == null ? "" : word(protection.keepsJoins(), "kept", "lost"),
          protection == null ? "" : word(protection.keepsFormat(), "kept", "lost"),
          each.because());
    }
    return table.text();
  }

  private String revelations() {
    TextTable table = new TextTable();
    for (MaskRule rule : placement.rules()) {
      table.row(
          INDENT + rule.path().text(), PolicyWords.of(rule.protection().reveals()));
    }
    return table.text();
  }

  private String exampleTable() {
    TextTable table = new TextTable();
    for (MaskRule rule : placement.rules()) {
      Examples.Example example = examples.of(rule);
      table.row(INDENT + rule.path().text(), example.before(), "->", example.after());
    }
    return table.text();
  }

  private static String word(boolean value, String ifTrue, String ifFalse) {
    return value ? ifTrue : ifFalse;
  }

  private static void append(StringBuilder text, String heading, List<String> names) {
    if (!names.isEmpty()) {
      text.append('\n').append(heading).append(":\n");
      names.forEach(each -> text.append(INDENT).append(each).append('\n'));
    }
  }
}
