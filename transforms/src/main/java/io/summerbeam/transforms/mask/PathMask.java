package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A rule where there is no schema and no record: it masks texts, if it can do so by itself. What it
 * cannot mask is replaced.
 */
final class PathMask {

  /** In the place of what cannot be masked. */
  static final String REDACTED = "[MASKED]";

  private final List<FieldPath.Step> steps;
  private final @Nullable ValueMask mask;
  private final Row record;

  private PathMask(List<FieldPath.Step> steps, @Nullable ValueMask mask, Row record) {
    this.steps = steps;
    this.mask = mask;
    this.record = record;
  }

  /**
   * Prepares a rule.
   *
   * @throws IllegalStateException if its key cannot be read
   */
  static PathMask of(MaskRule rule) {
    Schema schema = schema(rule.path());
    ValueMask mask;
    try {
      rule.check(FieldType.STRING, schema);
      mask = rule.open(FieldType.STRING, schema);
    } catch (IllegalArgumentException e) {
      // It is for other types, or looks at other fields.
      mask = null;
    }
    return new PathMask(rule.path().steps(), mask, Row.nullRow(schema));
  }

  List<FieldPath.Step> steps() {
    return steps;
  }

  /** A text, masked; never itself, but by the rule. */
  String apply(String text) {
    if (mask == null) {
      return REDACTED;
    }
    try {
      Object masked = mask.apply(text, record);
      return masked == null ? REDACTED : (String) masked;
    } catch (MaskException | RuntimeException e) {
      // It is in a dead letter already; here it is only not to be seen.
      return REDACTED;
    }
  }

  /** A schema in which the path leads to a text. */
  private static Schema schema(FieldPath path) {
    FieldType type = FieldType.STRING;
    for (int i = path.steps().size() - 1; i > 0; i--) {
      FieldPath.Step step = path.steps().get(i);
      if (step instanceof FieldPath.Name named) {
        type = FieldType.row(Schema.of(Field.nullable(named.name(), type)));
      } else if (step instanceof FieldPath.Elements) {
        type = FieldType.array(type);
      } else {
        type = FieldType.map(FieldType.STRING, type);
      }
    }
    FieldPath.Name first = (FieldPath.Name) path.steps().get(0);
    return Schema.of(Field.nullable(first.name(), type));
  }
}
