package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.yaml.YamlErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a policy means for one schema: its treatments at the places they are for. What {@code
 * fields} says of a field wins over the field's tags. A policy with tags is refused where no field
 * has any of them.
 */
final class Placement {

  /**
   * A treatment and where it is.
   *
   * @param rule null where the value is kept as it is
   * @param line of the policy, which says so
   * @param because why it is here, with the line: {@code pii: email, line 9}
   */
  record Placed(
      FieldPath path, @Nullable MaskRule rule, String technique, int line, String because) {

    /** Whether somebody has decided that it stays in clear. */
    boolean isKept() {
      return technique.equals(Techniques.KEEP);
    }
  }

  private final PolicyFile policy;
  private final YamlErrors errors;
  private final Schema schema;
  private final List<Placed> placed = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final List<String> inClear = new ArrayList<>();
  private final List<String> ignoredTags = new ArrayList<>();

  private Placement(PolicyFile policy, Schema schema) {
    this.policy = policy;
    this.errors = policy.errors();
    this.schema = schema;
  }

  /** Places a policy; what is wrong with it is added to the errors of its file. */
  static Placement of(PolicyFile policy, Schema schema) {
    Placement placement = new Placement(policy, schema);
    placement.checkTags();
    policy.fields().forEach(placement::placeField);
    TaggedFields.walk(
        schema,
        Set.of(),
        field -> {
          if (field.inside() != TaggedFields.Inside.ROW && !field.isSealed()) {
            placement.fields.add(field.name());
          }
          return true;
        });
    TaggedFields.walk(schema, policy.tags().keySet(), placement::visit);
    placement.checkRules();
    return placement;
  }

  /** What is done, in the order of the policy, then of the schema. */
  List<Placed> placed() {
    return placed;
  }

  /** The rules of all that is masked. */
  List<MaskRule> rules() {
    List<MaskRule> rules = new ArrayList<>();
    for (Placed each : placed) {
      MaskRule rule = each.rule();
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /** All fields of the schema, each where it ends, whatever the policy says of it. */
  List<String> fields() {
    return fields;
  }

  /** The fields of which the policy says nothing. */
  List<String> inClear() {
    return inClear;
  }

  /** Those of them that have a tag all the same, with the tag: {@code city (pii: place)}. */
  List<String> ignoredTags() {
    return ignoredTags;
  }

  /**
   * A policy with tags was written for schemas that have them. One without any has lost its options
   * on the way, and all would stay in clear that the tags are for.
   */
  private void checkTags() {
    if (policy.tags().isEmpty() || TaggedFields.hasAny(schema, policy.tags().keySet())) {
      return;
    }
    errors.add(
        policy.tags().values().iterator().next().line(),
        "tags: some field of the schema must have one of the options "
            + String.join(", ", policy.tags().keySet())
            + ", but none has. Give the schema with its options, or say in fields what becomes of"
            + " each, and leave tags out.");
  }

  private void placeField(PolicyFile.Field field) {
    int line = field.treatment().line();
    try {
      field.path().resolve(schema, "fields");
    } catch (IllegalArgumentException e) {
      errors.add(line, String.valueOf(e.getMessage()));
      return;
    }
    place(field.path(), field.treatment(), "line " + line);
  }

  private void place(FieldPath path, Treatment treatment, String because) {
    for (Placed other : placed) {
      if (overlap(path, treatment.rule(), other)) {
        errors.add(
            treatment.line(),
            "'"
                + path
                + "' and '"
                + other.path()
                + "', "
                + other.because()
                + ", are for the same values. Leave one out, or say in fields what becomes of each"
                + " field in it.");
        return;
      }
    }
    MaskRule rule = treatment.at(path, errors);
    placed.add(new Placed(path, rule, treatment.technique(), treatment.line(), because));
  }

  private boolean visit(TaggedFields.Field field) {
    String name = field.name();
    String text = field.path();
    FieldPath path = text == null ? null : FieldPath.of(text);
    if (path != null && isMasked(path)) {
      return false;
    }
    if (path != null && isKept(path)) {
      // Into a logical type no path leads, so that what is said of it is said of all in it.
      return field.inside() != TaggedFields.Inside.LOGICAL_TYPE;
    }
    for (String tag : field.unreadable()) {
      refuseValue(name, tag);
    }
    List<TaggedFields.Tag> tags = field.tags();
    List<Treatment> treatments = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (TaggedFields.Tag tag : tags) {
      Treatment treatment = treatments(tag).get(tag.value());
      if (treatment == null) {
        complain(field, tag);
      } else {
        treatments.add(treatment);
        reasons.add(tag + ", line " + treatment.line());
      }
    }
    if (treatments.isEmpty()) {
      if (field.inside() != TaggedFields.Inside.ROW
          && !field.isSealed()
          && (path == null || !isInWhatIsKept(path))) {
        inClear.add(name);
      }
      return true;
    }
    Treatment treatment = treatments.get(0);
    if (treatments.size() > 1) {
      errors.add(
          treatment.line(),
          "the field '"
              + name
              + "' has several tags: "
              + String.join("; ", reasons)
              + ". Say in fields what becomes of it.");
    } else if (field.isSealed()) {
      errors.add(
          treatment.line(), "the field '" + name + "' is tagged " + tags.get(0) + sealed(field));
    } else if (path == null) {
      errors.add(
          treatment.line(),
          "the field '"
              + name
              + "' is tagged "
              + tags.get(0)
              + ", but no path can be written to it: its name is empty or has a backtick. Rename it.");
    } else {
      place(path, treatment, reasons.get(0));
    }
    return treatment.isKeep();
  }

  /** A field has a tag for which there is no treatment, and nothing else is said of it. */
  private void complain(TaggedFields.Field field, TaggedFields.Tag tag) {
    String name = field.name();
    if (policy.strict() && field.isSealed()) {
      errors.add(
          policy.strictLine(), "strict: the field '" + name + "' is tagged " + tag + sealed(field));
    } else if (policy.strict()) {
      errors.add(
          policy.strictLine(),
          "strict: the field '"
              + name
              + "' is tagged "
              + tag
              + ", but there is no treatment for that"
              + NearestName.hint(tag.value(), treatments(tag).keySet())
              + " Say in tags or fields what becomes of it, keep if nothing shall.");
    } else {
      ignoredTags.add(name + " (" + tag + ")");
    }
  }

  private static String sealed(TaggedFields.Field field) {
    return ", but it is inside of '"
        + field.sealedIn()
        + "', a logical type, into which no path leads. Say in fields what becomes of that as a"
        + " whole: nullify, or keep if nothing shall.";
  }

  /** An option with the name of a tag and a value that is none: what it means cannot be known. */
  private void refuseValue(String name, String tag) {
    PolicyFile.Tag known = policy.tags().get(tag);
    errors.add(
        known == null ? 1 : known.line(),
        "tags: the option "
            + tag
            + " of the field '"
            + name
            + "' must be a text, or a list of texts that is not empty, but is something else. Write"
            + " \""
            + tag
            + "\": \"email\" in the schema, or say in fields what becomes of the field.");
  }

  private Map<String, Treatment> treatments(TaggedFields.Tag tag) {
    PolicyFile.Tag known = policy.tags().get(tag.name());
    return known == null ? Map.of() : known.treatments();
  }

  /**
   * Whether two treatments are for one value. What is kept may have something in it that is not.
   */
  private static boolean overlap(FieldPath path, @Nullable Object rule, Placed other) {
    return path.equals(other.path())
        || (leadsInto(path, other.path()) && other.rule() != null)
        || (leadsInto(other.path(), path) && rule != null);
  }

  /** Whether there is a rule for the field, or for what it is in. */
  private boolean isMasked(FieldPath path) {
    return placed.stream().anyMatch(each -> leadsInto(path, each.path()) && !each.isKept());
  }

  /**
   * Whether it is said that the field itself is kept. Of a field in it that has a tag, this says
   * nothing: there may be a new one tomorrow.
   */
  private boolean isKept(FieldPath path) {
    return placed.stream().anyMatch(each -> path.equals(each.path()) && each.isKept());
  }

  private boolean isInWhatIsKept(FieldPath path) {
    return placed.stream().anyMatch(each -> leadsInto(path, each.path()) && each.isKept());
  }

  /** Whether a path leads to where another leads to, or into it. */
  private static boolean leadsInto(FieldPath path, FieldPath other) {
    int common = other.steps().size();
    return path.steps().size() >= common && path.steps().subList(0, common).equals(other.steps());
  }

  private void checkRules() {
    List<MaskRule> rules = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    for (Placed each : placed) {
      MaskRule rule = each.rule();
      if (rule != null) {
        rules.add(rule);
        lines.add(each.line());
      }
    }
    Mask.problems(rules, schema)
        .forEach(
            (index, message) ->
                errors.add(lines.get(index), PolicyWords.of(rules.get(index), message)));
  }
}
