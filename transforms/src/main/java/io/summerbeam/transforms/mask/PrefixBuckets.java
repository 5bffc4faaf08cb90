package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/** See {@link Buckets#keepPrefix}. */
@AutoValue
abstract class PrefixBuckets extends Buckets {

  private static final long serialVersionUID = 1;

  static PrefixBuckets of(int characters) {
    return new AutoValue_PrefixBuckets(characters);
  }

  abstract int characters();

  @Override
  void check(FieldType type, MaskRule rule) {
    if (type.getTypeName() != TypeName.STRING) {
      throw rule.unfit(type, "STRING, with keepPrefix()", "Use other buckets.");
    }
  }

  @Override
  ValueMask open(FieldType type) {
    int kept = characters();
    return (value, record) -> CodePoints.first((String) value, kept);
  }

  @Override
  boolean keepsFormat() {
    return false;
  }

  @Override
  String reveals() {
    return "The first " + characters() + " characters; shorter values whole.";
  }
}
