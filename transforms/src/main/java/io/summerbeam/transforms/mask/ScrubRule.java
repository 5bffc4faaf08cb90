package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.transforms.mask.scrub.Detector;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal data inside of free text and masks nothing else: {@code mail bob@example.com}
 * becomes {@code mail [EMAIL]}. {@link Detectors} has what can be found, and what of it for sure;
 * {@link Scrubber} says what becomes of overlaps. A text in which nothing is found stays itself.
 *
 * <p><b>Types.</b> STRING.
 *
 * <p><b>Protection.</b> What a detector does not find is there for everybody: names, say. Where a
 * whole field is personal, mask all of it.
 */
@AutoValue
public abstract class ScrubRule extends MaskRule {

  private static final long serialVersionUID = 1;

  ScrubRule() {}

  /**
   * @throws IllegalArgumentException if there are no detectors, or two of the same name
   */
  static ScrubRule of(FieldPath path, List<Detector> detectors) {
    return new AutoValue_ScrubRule(path, Scrubber.of(detectors).detectors(), null);
  }

  /**
   * Puts the same text in the place of all that is found. Default: the name of the detector, {@code
   * [EMAIL]}.
   */
  public ScrubRule withReplacement(String text) {
    return new AutoValue_ScrubRule(path(), detectors(), text);
  }

  @Override
  public abstract FieldPath path();

  abstract List<Detector> detectors();

  abstract @Nullable String replacement();

  @Override
  public String technique() {
    return "scrub";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        false,
        false,
        true,
        "All but "
            + detectors().stream().map(Detector::name).collect(Collectors.joining(", "))
            + ".");
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(type, "Convert it to a text before.", TypeName.STRING);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    Scrubber named = Scrubber.of(detectors());
    String replacement = replacement();
    Scrubber scrubber = replacement == null ? named : named.withReplacement(replacement);
    return (value, record) -> scrubber.scrub((String) value);
  }
}
