package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * Makes every value coarser: numbers the beginning of a range, dates that of a month or a year,
 * texts a prefix. {@link Buckets} says which.
 *
 * <p><b>Types.</b> Those of the buckets: numbers; DATETIME and the logical types of dates and
 * timestamps; STRING. A value keeps its type. One whose bucket begins outside of the type's range,
 * and one that is in no bucket, make the record a dead letter.
 *
 * <p><b>Protection.</b> As good as the buckets are: how many records share one tells how well each
 * is hidden. A bucket with one record hides nothing.
 */
@AutoValue
public abstract class GeneralizeRule extends MaskRule {

  private static final long serialVersionUID = 1;

  GeneralizeRule() {}

  static GeneralizeRule of(FieldPath path, Buckets buckets) {
    return new AutoValue_GeneralizeRule(path, buckets);
  }

  @Override
  public abstract FieldPath path();

  abstract Buckets buckets();

  @Override
  public String technique() {
    return "generalize";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, false, buckets().keepsFormat(), buckets().reveals());
  }

  @Override
  void check(FieldType type, Schema input) {
    buckets().check(type, this);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return buckets().open(type);
  }
}
