package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The paths of all rules as one tree, so that a row, array or map with several values to mask is
 * walked through and copied once. No path may lead to or into what another leads to.
 */
final class PathTree {

  private final Map<FieldPath.Step, PathTree> children = new LinkedHashMap<>();
  private @Nullable RuleMask rule;

  /** Puts a rule at the end of a path. */
  void add(FieldPath path, RuleMask mask) {
    PathTree end = this;
    for (FieldPath.Step step : path.steps()) {
      end = end.children.computeIfAbsent(step, unused -> new PathTree());
    }
    end.rule = mask;
  }

  /** What masks rows of a schema; every path must fit it. */
  RowMask compile(Schema schema) {
    List<Integer> indexes = new ArrayList<>();
    List<RuleMask> rules = new ArrayList<>();
    List<Integer> innerIndexes = new ArrayList<>();
    List<ValueMask> inner = new ArrayList<>();
    children.forEach(
        (step, child) -> {
          int index = schema.indexOf(((FieldPath.Name) step).name());
          RuleMask leaf = child.rule;
          if (leaf != null) {
            indexes.add(index);
            rules.add(leaf);
          } else {
            innerIndexes.add(index);
            inner.add(child.compile(schema.getField(index).getType()));
          }
        });
    return new RowMask(indexes, rules, innerIndexes, inner);
  }

  private ValueMask compile(FieldType type) {
    RuleMask leaf = rule;
    if (leaf != null) {
      return leaf;
    }
    Schema nested = type.getRowSchema();
    if (nested != null) {
      return compile(nested);
    }
    // Into an array or a map there is one way only.
    PathTree inside = children.values().iterator().next();
    FieldType element = type.getCollectionElementType();
    return element != null
        ? new ElementsMask(inside.compile(element))
        : new ValuesMask(inside.compile(Objects.requireNonNull(type.getMapValueType())));
  }
}
