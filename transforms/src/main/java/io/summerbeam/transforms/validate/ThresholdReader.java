package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code error_threshold} of a file, and notes what is wrong with it. */
final class ThresholdReader {

  private static final String NAME = "error_threshold";

  private ThresholdReader() {}

  /** Null where something is wrong. */
  static @Nullable ErrorThreshold read(YamlMap map, int line, YamlErrors errors) {
    int before = errors.count();
    Double ratio = ratio(map, errors);
    Long count = map.wholeNumber("count").orElse(null);
    String windows = map.text("windows").orElse(null);
    String within = map.text("within").orElse(null);
    Long minimum = map.wholeNumber("minimum_records").orElse(null);
    map.noOthers();
    if (errors.count() > before) {
      return null;
    }
    try {
      return threshold(ratio, count, windows, within, minimum);
    } catch (IllegalArgumentException e) {
      errors.add(line, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Of settings that are there or not. */
  static ErrorThreshold threshold(
      @Nullable Double ratio,
      @Nullable Long count,
      @Nullable String windows,
      @Nullable String within,
      @Nullable Long minimum) {
    ErrorThreshold threshold;
    if (ratio != null && count == null) {
      threshold = ErrorThreshold.ratio(ratio);
    } else if (count != null && ratio == null) {
      threshold = ErrorThreshold.count(count);
    } else {
      throw new IllegalArgumentException(NAME + " must have a ratio or a count, and not both.");
    }
    threshold = windows == null ? threshold : threshold.over(Windows.parse(windows));
    threshold = within == null ? threshold : threshold.within(Durations.parse("within", within));
    return minimum == null ? threshold : threshold.withMinimumRecords(minimum);
  }

  private static @Nullable Double ratio(YamlMap map, YamlErrors errors) {
    YamlNode node = map.get("ratio").orElse(null);
    if (node == null) {
      return null;
    }
    Object value = node instanceof YamlScalar scalar ? scalar.value() : null;
    if (value instanceof Long || value instanceof BigDecimal) {
      return ((Number) value).doubleValue();
    }
    errors.add(node, "ratio must be a number, but is " + node.kind() + ".");
    return null;
  }
}
