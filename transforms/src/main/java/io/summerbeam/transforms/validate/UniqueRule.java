package io.summerbeam.transforms.validate;

import io.summerbeam.transforms.dedup.DropDuplicates;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * No other record has the same key.
 *
 * @param within how far apart in event time records may have the same key again; null where they
 *     may not in the window they are in
 */
record UniqueRule(List<String> fields, @Nullable Duration within, boolean nullHolds)
    implements Rule {

  @Override
  public String text() {
    return "unique by "
        + String.join(", ", fields)
        + (within == null ? "" : " within " + within)
        + (nullHolds ? ", or null" : "");
  }

  @Override
  public Rule orNull() {
    return new UniqueRule(fields, within, true);
  }

  @Override
  public void check(Schema input, String where) {
    KeyFields.of(fields, input, where);
  }

  /** What finds the records that are not. */
  DropDuplicates duplicates() {
    return DropDuplicates.by(fields.get(0), fields.subList(1, fields.size()).toArray(String[]::new))
        .within(within == null ? DropDuplicates.MAX_DURATION : within);
  }
}
