package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a schema, as the parts of the path to it.
 *
 * @param steps none for the record itself
 */
record Place(List<FieldPath.Step> steps) {

  static final Place RECORD = new Place(List.of());

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  Place field(String name) {
    return with(new FieldPath.Name(name));
  }

  Place elements() {
    return with(new FieldPath.Elements());
  }

  Place values() {
    return with(new FieldPath.Values());
  }

  private Place with(FieldPath.Step step) {
    List<FieldPath.Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Place(List.copyOf(more));
  }

  /** Whether it is {@code other}, or inside of it. */
  boolean isWithin(Place other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  /** The way from {@code outer}, which it is within. */
  Place after(Place outer) {
    return new Place(steps.subList(outer.steps.size(), steps.size()));
  }

  /** The path as it is written. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (FieldPath.Step step : steps) {
      if (step instanceof FieldPath.Name named) {
        boolean plain = PLAIN.matcher(named.name()).matches();
        text.append(text.isEmpty() ? "" : ".")
            .append(plain ? named.name() : "`" + named.name() + "`");
      } else {
        text.append(step instanceof FieldPath.Elements ? "[*]" : "{*}");
      }
    }
    return text.toString();
  }
}
