package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.MaskRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What rules make of made-up records. */
final class Examples {

  private static final int LONGEST = 60;

  private final Schema schema;

  Examples(Schema schema) {
    this.schema = schema;
  }

  /**
   * A value and what becomes of it, as texts.
   *
   * @param after why it cannot be masked, if it cannot
   */
  record Example(String before, String after, boolean isMasked) {}

  /** What a rule makes of a value that looks like the field's, or of another if that is unfit. */
  Example of(MaskRule rule) {
    Example first = of(rule, MadeUp.row(schema, null));
    if (first.isMasked()) {
      return first;
    }
    Example other = of(rule, MadeUp.row(schema, MadeUp.CARD));
    return other.isMasked() ? other : first;
  }

  private Example of(MaskRule rule, Row record) {
    String before = text(valueAt(rule.path(), record));
    Told told = new Told();
    RowFunction mask = Mask.fields(rule).open(schema);
    Row masked = mask.apply(record, told);
    mask.close();
    return masked == null
        ? new Example(
            before, "(none: " + PolicyWords.of(rule, String.join("; ", told.failures)) + ")", false)
        : new Example(before, text(valueAt(rule.path(), masked)), true);
  }

  /** The first value that a path leads to. */
  private static @Nullable Object valueAt(FieldPath path, Row record) {
    Object value = record;
    for (FieldPath.Step step : path.steps()) {
      if (value == null) {
        return null;
      }
      if (step instanceof FieldPath.Name named) {
        value = ((Row) value).getValue(named.name());
      } else if (step instanceof FieldPath.Elements) {
        value = first((Iterable<?>) value);
      } else {
        value = first(((Map<?, ?>) value).values());
      }
    }
    return value;
  }

  private static @Nullable Object first(Iterable<?> values) {
    for (Object each : values) {
      return each;
    }
    return null;
  }

  private static String text(@Nullable Object value) {
    String text;
    if (value instanceof byte[] bytes) {
      text = "base64:" + Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof Row row) {
      text = new String(RowJson.toBytesLenient(row), StandardCharsets.UTF_8);
    } else {
      text = String.valueOf(value);
    }
    int length = text.codePointCount(0, text.length());
    return length <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
  }

  /** Notes why a record has failed. */
  private static final class Told implements StepContext {

    private final List<String> failures = new ArrayList<>();

    @Override
    public void drop() {
      failures.add("it was dropped");
    }

    @Override
    public void fail(Failure failure) {
      failures.add(failure.message());
    }

    @Override
    public void stop(Failure failure) {
      failures.add(failure.message());
    }

    @Override
    public void count(String what, long count) {
      // Nobody reads them.
    }
  }
}
