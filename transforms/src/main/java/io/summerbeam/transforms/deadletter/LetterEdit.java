package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mends payloads: sets fields to values computed from the record.
 *
 * <pre>{@code
 * LetterEdit edit =
 *     LetterEdit.none()
 *         .set("distance", "66")
 *         .set("address.country", "address.country == 'UK' ? 'GB' : address.country");
 * }</pre>
 *
 * <p><b>Payloads</b> are those of the formats {@code json} and {@code row+json}; others are refused
 * with a reason. Only the values that are set change: every other byte stays as it was. A field
 * that is not there is added at the end of its object; of a key that is there several times the
 * last value is changed, which is the one that counts.
 *
 * <p><b>Expressions</b> ({@link Expression}) see the payload as it stands, whatever schema it
 * should have had, since a record that does not fit its schema is what there is to mend: a number
 * without fraction is an {@code int}, any other a {@code decimal}, what is in quotes a {@code
 * string} (a time, too: {@code timestamp(at)}). An array whose elements are not of one type cannot
 * be read. The assignments are made in their order, and each sees what those before it have set.
 * The value {@code null}, written as such, sets a null; an expression that has no value for a
 * record, because it computes with a null or divides by zero, makes it one that cannot be mended.
 */
public final class LetterEdit implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Set<String> FORMATS = Set.of("json", DeadLetterFactory.ROW_AS_JSON);

  private final List<Assignment> assignments;

  private LetterEdit(List<Assignment> assignments) {
    this.assignments = assignments;
  }

  /** Changes nothing. */
  public static LetterEdit none() {
    return new LetterEdit(List.of());
  }

  /**
   * Sets a field as well.
   *
   * @param field its path, of names alone: {@code customer.address.zip}
   * @param expression its value, in CEL
   * @throws IllegalArgumentException if one is not of its form, or the field is set twice
   */
  public LetterEdit set(String field, String expression) {
    FieldPath path = FieldPath.of(field);
    if (assignments.stream().anyMatch(known -> known.path().steps().equals(path.steps()))) {
      throw new IllegalArgumentException(
          "set(" + field + "): the field is set twice. Set it once.");
    }
    List<Assignment> more = new ArrayList<>(assignments);
    more.add(Assignment.of(path, expression));
    return new LetterEdit(List.copyOf(more));
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return assignments.isEmpty();
  }

  /**
   * Mends a payload.
   *
   * @throws UnmendableException if it cannot be done; the message says why and quotes no data
   */
  Mended mend(ReplayRecord record) throws UnmendableException {
    byte[] payload = record.payload();
    if (payload == null) {
      throw new UnmendableException("it has no payload");
    }
    String format = record.payloadFormat();
    if (format == null || !FORMATS.contains(format)) {
      throw new UnmendableException(
          "its payload is no JSON, which alone can be edited, but " + nameOf(format));
    }
    List<String> added = new ArrayList<>();
    for (Assignment assignment : assignments) {
      JsonPlace place = JsonPlace.find(payload, assignment.names());
      payload = place.replace(payload, assignment.value(payload));
      if (!place.exists()) {
        added.add(assignment.path().text());
      }
    }
    return new Mended(payload, added);
  }

  private static String nameOf(@Nullable String format) {
    return format == null ? "of a format that is not known" : format;
  }

  @Override
  public String toString() {
    return "LetterEdit" + assignments.stream().map(each -> each.path().text()).toList();
  }

  /**
   * A payload that was mended.
   *
   * @param added the fields that were not there before
   */
  @SuppressWarnings("ArrayRecordComponent") // It goes from one method to the next.
  record Mended(byte[] payload, List<String> added) {}
}
