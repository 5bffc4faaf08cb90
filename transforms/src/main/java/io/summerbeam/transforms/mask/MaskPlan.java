package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.RowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** The rules of one step together: whether they fit each other and the input, and all at work. */
final class MaskPlan {

  private MaskPlan() {}

  /**
   * What is wrong with a rule.
   *
   * @param rule its place among the rules
   * @param message begins with the rule
   */
  record Problem(int rule, String message) {}

  /**
   * Requires that there are rules, and one at most for each value.
   *
   * @param where first words of the message: {@code Mask.fields()}
   */
  static void requireApart(String where, List<? extends MaskRule> rules) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(where + " must have one rule or more, but has none.");
    }
    for (int i = 0; i < rules.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (overlap(rules.get(i).path(), rules.get(j).path())) {
          throw new IllegalArgumentException(
              where
                  + " must have one rule for each value, but "
                  + rules.get(j)
                  + " and "
                  + rules.get(i)
                  + " are for the same. What is to be done twice is done by two steps.");
        }
      }
    }
  }

  /**
   * Requires that all rules fit the input.
   *
   * @param where first word of the message, which names all that do not
   */
  static void requireFit(String where, List<? extends MaskRule> rules, Schema input) {
    List<Problem> problems = problems(rules, input);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          where
              + ": not all rules fit the input:\n- "
              + problems.stream().map(Problem::message).collect(Collectors.joining("\n- ")));
    }
  }

  /** What is wrong with the rules, in their order. */
  static List<Problem> problems(List<? extends MaskRule> rules, Schema input) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      MaskRule rule = rules.get(i);
      try {
        FieldType type = typeOf(rule, input);
        rule.check(PassThrough.base(type), input);
        PassThrough.check(rule, type);
        for (MaskRule other : rules) {
          requireReadable(rule, other);
        }
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(i, String.valueOf(e.getMessage())));
      }
    }
    return problems;
  }

  /** Requires that what a rule reads is there in the masked record as in the record. */
  private static void requireReadable(MaskRule rule, MaskRule other) {
    FieldPath clear = rule.readsInClear();
    if (clear != null && overlap(clear, other.path())) {
      throw new IllegalArgumentException(
          rule
              + ": '"
              + clear
              + "' says whose keyset it is and must be in clear, but "
              + other
              + " masks it. Leave it in clear, or mask a copy of it.");
    }
    FieldPath read = readOf(rule, other);
    if (read == null) {
      return;
    }
    if (other.path().equals(rule.path())) {
      throw new IllegalArgumentException(
          rule + ": it must not depend on the field that it masks. Let it depend on another.");
    }
    if (!other.protection().keepsJoins()) {
      throw new IllegalArgumentException(
          rule
              + ": it depends on '"
              + read
              + "', and so equal values of that must be equal when they are masked, but "
              + other
              + " does not keep them so. Use hash for it, or mask it in a step behind, but then"
              + " nobody can unmask this.");
    }
    if (!other.reads().isEmpty()) {
      throw new IllegalArgumentException(
          rule
              + ": it depends on '"
              + read
              + "', which "
              + other
              + " makes depend on yet another field. Let it depend on a field that is not masked,"
              + " or that is masked by itself.");
    }
  }

  /** What masks records. */
  static RowFunction mask(List<MaskRule> rules, Schema input, boolean keepsSourcePayload) {
    PathTree tree = new PathTree();
    PathTree dependent = new PathTree();
    boolean anyDependent = false;
    for (MaskRule rule : rules) {
      boolean depends = rules.stream().anyMatch(other -> readOf(rule, other) != null);
      anyDependent |= depends;
      FieldType type = typeOf(rule, input);
      ValueMask mask = PassThrough.fitting(rule.open(PassThrough.base(type), input), rule, type);
      (depends ? dependent : tree).add(rule.path(), new RuleMask(rule.toString(), mask));
    }
    if (Provenance.indexIn(input) >= 0 && !keepsSourcePayload) {
      tree.add(SourcePayload.PATH, new RuleMask("provenance", new SourcePayload()));
    }
    return new MaskFunction(tree.compile(input), anyDependent ? dependent.compile(input) : null);
  }

  /** What unmasks records: all that a rule reads comes in as {@link #mask} has read it. */
  static RowFunction unmask(List<ReversibleMaskRule> rules, Schema input) {
    PathTree tree = new PathTree();
    for (ReversibleMaskRule rule : rules) {
      tree.add(
          rule.path(),
          new RuleMask(
              rule.toString(), rule.openInverse(PassThrough.base(typeOf(rule, input)), input)));
    }
    return new MaskFunction(tree.compile(input), null);
  }

  private static FieldType typeOf(MaskRule rule, Schema input) {
    return rule.path().resolve(input, rule.toString());
  }

  /** The field that a rule reads and the other masks, if there is one. */
  private static @Nullable FieldPath readOf(MaskRule rule, MaskRule other) {
    for (FieldPath read : rule.reads()) {
      if (overlap(read, other.path())) {
        return read;
      }
    }
    return null;
  }

  /** Whether one path leads to what the other leads to, or into it. */
  private static boolean overlap(FieldPath one, FieldPath other) {
    int common = Math.min(one.steps().size(), other.steps().size());
    return one.steps().subList(0, common).equals(other.steps().subList(0, common));
  }
}
