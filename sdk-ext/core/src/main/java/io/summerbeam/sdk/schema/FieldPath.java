package io.summerbeam.sdk.schema;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field: {@code customer.address.zip}, {@code items[*].sku} (in each element of an
 * array), {@code attributes{*}} (each value of a map).
 *
 * <p>A name that is no plain identifier stands in backticks: {@code customer.`post code`}.
 */
@AutoValue
public abstract class FieldPath implements Serializable {

  private static final long serialVersionUID = 1;

  // A name, plain or in backticks, and what is done to its value, as often as it takes.
  private static final Pattern SEGMENT =
      Pattern.compile("(?:([A-Za-z_][A-Za-z0-9_-]*)|`([^`]+)`)((?:\\[\\*]|\\{\\*})*)(\\.|$)");

  /** One part of a path. */
  public sealed interface Step extends Serializable permits Name, Elements, Values {}

  /** Into the field with this name. */
  public record Name(String name) implements Step {}

  /** Into each element of an array: {@code [*]}. */
  public record Elements() implements Step {}

  /** Into each value of a map: <code>{*}</code>. */
  public record Values() implements Step {}

  /** The path as it was written. */
  public abstract String text();

  /** Its parts, in order; the first is a {@link Name}. */
  public abstract List<Step> steps();

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException if it is not of the form above; the message shows where
   */
  public static FieldPath of(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher segment = SEGMENT.matcher(text);
    int at = 0;
    boolean more = true;
    while (more) {
      segment.region(at, text.length());
      if (!segment.lookingAt()) {
        throw new IllegalArgumentException(
            "field path '"
                + text
                + "': expected a field name at position "
                + (at + 1)
                + ". A path looks like customer.address.zip, items[*].sku or attributes{*}; other"
                + " names stand in backticks.");
      }
      String plain = segment.group(1);
      steps.add(new Name(plain != null ? plain : String.valueOf(segment.group(2))));
      String suffix = String.valueOf(segment.group(3));
      for (int i = 0; i < suffix.length(); i += "[*]".length()) {
        steps.add(suffix.charAt(i) == '[' ? new Elements() : new Values());
      }
      at = segment.end();
      more = ".".equals(segment.group(4));
    }
    return new AutoValue_FieldPath(text, List.copyOf(steps));
  }

  /**
   * Follows the path through a schema.
   *
   * @param where what asked, first words of the message
   * @return the type at its end
   * @throws IllegalArgumentException if it does not fit; the message lists the fields there are at
   *     that place and the nearest name
   */
  public FieldType resolve(Schema schema, String where) {
    FieldType type = FieldType.row(schema);
    StringBuilder walked = new StringBuilder();
    for (Step step : steps()) {
      if (step instanceof Name named) {
        Schema nested = type.getRowSchema();
        if (nested == null) {
          throw mismatch(where, walked, type, "has no fields");
        }
        String place = walked.isEmpty() ? where : where + ": in '" + walked + "'";
        type = nested.getField(Fields.indexOf(named.name(), nested, place)).getType();
        walked.append(walked.isEmpty() ? "" : ".").append(named.name());
      } else if (step instanceof Elements) {
        type = inside(type.getCollectionElementType(), where, walked, type, "is no array");
        walked.append("[*]");
      } else {
        type = inside(type.getMapValueType(), where, walked, type, "is no map");
        walked.append("{*}");
      }
    }
    return type;
  }

  private FieldType inside(
      @Nullable FieldType inner, String where, StringBuilder walked, FieldType type, String rule) {
    if (inner == null) {
      throw mismatch(where, walked, type, rule);
    }
    return inner;
  }

  private IllegalArgumentException mismatch(
      String where, StringBuilder walked, FieldType type, String rule) {
    return new IllegalArgumentException(
        where
            + ": field path '"
            + text()
            + "': '"
            + walked
            + "' is of type "
            + type.getTypeName()
            + " and "
            + rule
            + ".");
  }

  /** Two paths are equal that go the same way, however they are written. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path && steps().equals(path.steps());
  }

  @Override
  public final int hashCode() {
    return steps().hashCode();
  }

  @Override
  public final String toString() {
    return text();
  }
}
