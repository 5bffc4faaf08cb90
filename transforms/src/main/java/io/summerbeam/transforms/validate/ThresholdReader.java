package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.transforms.portable.ThresholdConfiguration;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code error_threshold} of a file, and notes what is wrong with it. */
final class ThresholdReader {

  private ThresholdReader() {}

  /** Null where something is wrong. */
  static @Nullable ErrorThreshold read(YamlMap map, int line, YamlErrors errors) {
    int before = errors.count();
    ThresholdConfiguration.Builder threshold =
        ThresholdConfiguration.builder()
            .setRatio(ratio(map, errors))
            .setCount(map.wholeNumber("count").orElse(null))
            .setWindows(map.text("windows").orElse(null))
            .setWithin(map.text("within").orElse(null))
            .setMinimumRecords(map.wholeNumber("minimum_records").orElse(null));
    map.noOthers();
    if (errors.count() > before) {
      return null;
    }
    try {
      return threshold.build().threshold();
    } catch (IllegalArgumentException e) {
      errors.add(line, String.valueOf(e.getMessage()));
      return null;
    }
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
