package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was said of one field of the schema.
 *
 * @param target the field
 * @param source where it comes from; null for the field of its name
 * @param expression what it is computed by, instead of a source
 * @param standIn what is there for null; serializable, which the mapping sees to
 */
record FieldRule(
    FieldPath target,
    @Nullable FieldPath source,
    @Nullable Expression expression,
    @Nullable Object standIn,
    @Nullable Treatment treatment)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** A stand-in: null, where the input has no such field. */
  enum Nothing {
    NULL
  }

  static FieldRule of(FieldPath target) {
    return new FieldRule(target, null, null, null, null);
  }

  FieldRule withSource(FieldPath path) {
    requireNew("from()", source == null);
    requireNew("from() beside set()", expression == null);
    return new FieldRule(target, path, expression, standIn, treatment);
  }

  FieldRule withExpression(Expression computed) {
    requireNew("set()", expression == null);
    requireNew("set() beside from()", source == null);
    return new FieldRule(target, source, computed, standIn, treatment);
  }

  FieldRule withStandIn(Object value) {
    requireNew("withDefault() or orNull()", standIn == null);
    return new FieldRule(target, source, expression, value, treatment);
  }

  FieldRule withTreatment(Treatment asked) {
    Treatment present = treatment;
    if (present != null) {
      requireNew(
          present.method().equals(asked.method())
              ? asked.method()
              : asked.method() + " beside " + present.method(),
          false);
    }
    return new FieldRule(target, source, expression, standIn, asked);
  }

  private void requireNew(String what, boolean isNew) {
    if (!isNew) {
      throw new IllegalArgumentException(
          what + " is said twice of '" + target.text() + "', or not both can be. Leave one out.");
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    FieldPath from = source;
    Expression computed = expression;
    if (from != null) {
      text.append("from ").append(from.text()).append(' ');
    }
    if (computed != null) {
      text.append("= ").append(computed.text()).append(' ');
    }
    Treatment how = treatment;
    if (how != null) {
      text.append(how.method()).append(' ');
    }
    if (standIn != null) {
      text.append("with a default");
    }
    return text.toString().strip();
  }
}
