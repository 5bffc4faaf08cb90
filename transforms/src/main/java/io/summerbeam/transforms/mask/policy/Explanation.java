package io.summerbeam.transforms.mask.policy;

import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** A policy in a text: each field, what is done to it, what is left of it, and examples. */
final class Explanation {

  private static final String INDENT = "  ";

  /**
   * Something that a policy treats.
   *
   * @param rule null where it is kept as it is
   */
  private record Subject(String name, String technique, @Nullable MaskRule rule, String because) {}

  private final String policy;
  private final List<Subject> subjects = new ArrayList<>();

  private Explanation(String policy) {
    this.policy = policy;
  }

  /**
   * Of a policy alone: its fields and its tags.
   *
   * @param name of the policy
   */
  static String of(String name, PolicyFile policy) {
    Explanation explanation = new Explanation(name);
    for (PolicyFile.Field field : policy.fields()) {
      explanation.add(field.path().text(), field.treatment());
    }
    for (Map.Entry<String, PolicyFile.Tag> tag : policy.tags().entrySet()) {
      tag.getValue()
          .treatments()
          .forEach((value, treatment) -> explanation.add(tag.getKey() + ": " + value, treatment));
    }
    return explanation.heading().append(explanation.revelations()).toString();
  }

  /**
   * Of what a policy means for a schema.
   *
   * @param name of the policy
   * @param placement of the policy, with keys that are thrown away
   */
  static String of(String name, Placement placement, Schema schema) {
    Explanation explanation = new Explanation(name);
    for (Placement.Placed each : placement.placed()) {
      explanation.subjects.add(
          new Subject(each.path().text(), each.technique(), each.rule(), each.because()));
    }
    StringBuilder text = explanation.heading().append(explanation.revelations());
    text.append(explanation.examples(new Examples(schema)));
    append(text, "In clear, because the policy says nothing of them", placement.inClear());
    append(text, "Tagged, but no treatment is for the tag", placement.ignoredTags());
    return text.toString();
  }

  private void add(String name, Treatment treatment) {
    Function<String, MaskRule> rule = treatment.rule();
    subjects.add(
        new Subject(
            name,
            treatment.technique(),
            rule == null ? null : rule.apply(Techniques.ANY_PATH),
            "line " + treatment.line()));
  }

  private StringBuilder heading() {
    TextTable table = new TextTable();
    table.row("FIELD", "TECHNIQUE", "REVERSIBLE", "JOINS", "FORMAT", "BECAUSE OF");
    for (Subject each : subjects) {
      MaskRule rule = each.rule();
      if (rule == null) {
        table.row(each.name(), each.technique(), "in clear", "", "", each.because());
      } else {
        Protection protection = rule.protection();
        table.row(
            each.name(),
            each.technique(),
            protection.reversible() ? "yes" : "no",
            protection.keepsJoins() ? "kept" : "lost",
            protection.keepsFormat() ? "kept" : "lost",
            each.because());
      }
    }
    return new StringBuilder(policy).append("\n\n").append(table.text());
  }

  private String revelations() {
    TextTable table = new TextTable();
    for (Subject each : subjects) {
      MaskRule rule = each.rule();
      table.row(INDENT + each.name(), rule == null ? "All." : rule.protection().reveals());
    }
    return "\nWhat somebody without the keys learns:\n" + table.text();
  }

  private String examples(Examples examples) {
    TextTable table = new TextTable();
    for (Subject each : subjects) {
      MaskRule rule = each.rule();
      if (rule != null) {
        Examples.Example example = examples.of(rule);
        table.row(INDENT + each.name(), example.before(), "->", example.after());
      }
    }
    return "\nExamples, of made-up values and with keys that are thrown away:\n" + table.text();
  }

  private static void append(StringBuilder text, String heading, List<String> names) {
    if (!names.isEmpty()) {
      text.append('\n').append(heading).append(":\n");
      names.forEach(each -> text.append(INDENT).append(each).append('\n'));
    }
  }
}
