package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/** In the order of event time, the value of a field does not fall among records of one key. */
record MonotonicRule(String field, List<String> by, boolean nullHolds) implements Rule {

  @Override
  public String text() {
    return field
        + " does not fall, by "
        + String.join(", ", by)
        + (nullHolds ? ", or is null" : "");
  }

  @Override
  public Rule orNull() {
    return new MonotonicRule(field, by, true);
  }

  @Override
  public void check(Schema input, String where) {
    Class<?> values = ValueClass.of(input.getField(Fields.indexOf(field, input, where)).getType());
    if (!Comparable.class.isAssignableFrom(values) || values == Boolean.class) {
      throw new IllegalArgumentException(
          where
              + ": '"
              + field
              + "' holds "
              + values.getSimpleName()
              + ", but monotonic() is for what has an order: numbers, dates, times, text.");
    }
    for (String key : by) {
      KeyTypes.requireOneForm(
          input.getField(Fields.indexOf(key, input, where)).getType(), key, where);
    }
  }
}
