package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p><b>Payloads that are JSON</b> are edited as they stand: those of the formats {@code json},
 * {@code row+json} and {@code debezium}, and of {@code json-registry}, where the id of the schema
 * stays before them. Only the values that are set change: every other byte stays as it was. A field
 * that is not there is added at the end of its object; of a key that is there several times the
 * last value is changed, which is the one that counts.
 *
 * <p><b>Payloads of other formats</b> are edited where it is said how they are read ({@link
 * #withPayloads}); else they are refused. They are read by the schema they were written with and
 * written again by it, so that a field must be one of that schema, and a value what the schema
 * says: numbers become those of the field's type where nothing is lost, a text in ISO 8601 becomes
 * a day or a time, and what else does not fit is refused.
 *
 * <p><b>Expressions</b> ({@link Expression}) see JSON as it stands, whatever schema it should have
 * had, since a record that does not fit its schema is what there is to mend: a number without
 * fraction is an {@code int}, any other a {@code decimal}, what is in quotes a {@code string} (a
 * time, too: {@code timestamp(at)}). An array whose elements are not of one type cannot be read.
 * Payloads of other formats they see with the types of their schema. The assignments are made in
 * their order, and each sees what those before it have set. The value {@code null}, written as
 * such, sets a null; an expression that has no value for a record, because it computes with a null
 * or divides by zero, makes it one that cannot be mended.
 */
public final class LetterEdit implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Set<String> JSON = Set.of("json", DeadLetterFactory.ROW_AS_JSON, "debezium");

  private static final String JSON_BEHIND_ID = "json-registry";

  // A zero, and the four bytes of the id.
  private static final int ID_BYTES = 5;

  /** What stands before the format in which changes of a database are written. */
  private static final String CHANGES_IN = "debezium-";

  private final List<Assignment> assignments;
  private final @Nullable PayloadEditor editor;

  private LetterEdit(List<Assignment> assignments, @Nullable PayloadEditor editor) {
    this.assignments = assignments;
    this.editor = editor;
  }

  /** Changes nothing. */
  public static LetterEdit none() {
    return new LetterEdit(List.of(), null);
  }

  /**
   * How payloads are opened that are of the editor's format, or that do not say of which format
   * they are; those of Debezium's changes in that format, too. Default: payloads that are JSON are
   * edited, all others refused.
   *
   * <pre>{@code
   * LetterEdit.none()
   *     .withPayloads(AvroFormat.of().withRegistry(registry).editor())
   *     .set("distance", "66")
   * }</pre>
   */
  public LetterEdit withPayloads(PayloadEditor payloads) {
    return new LetterEdit(assignments, payloads);
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
    return new LetterEdit(List.copyOf(more), editor);
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return assignments.isEmpty();
  }

  /**
   * Mends a payload.
   *
   * @throws UnmendableException if it cannot be done; the message says why and quotes no data
   * @throws IOException if what is needed to open it is not to be had now
   */
  Mended mend(ReplayRecord record) throws UnmendableException, IOException {
    byte[] payload = record.payload();
    if (payload == null) {
      throw new UnmendableException("it has no payload");
    }
    Edits edits = new Edits(assignments);
    byte[] mended = mend(payload, formatOf(record), edits);
    return new Mended(mended, edits.added());
  }

  private byte[] mend(byte[] payload, @Nullable String format, Edits edits)
      throws UnmendableException, IOException {
    PayloadEditor opener = editor;
    if (opener != null && (format == null || format.equals(opener.format()))) {
      return opener.edit(payload, edits);
    }
    if (format == null) {
      throw new UnmendableException(
          "the format of its payload is not known: say how it is read, to edit it");
    }
    if (JSON.contains(format)) {
      return edits.inJson(payload);
    }
    if (format.equals(JSON_BEHIND_ID)) {
      return behindId(payload, edits);
    }
    throw new UnmendableException(
        "its payload is no JSON, but "
            + format
            + (opener == null ? "" : ", and what is edited is " + opener.format())
            + ": say how that is read, to edit it");
  }

  private static byte[] behindId(byte[] payload, Edits edits) throws UnmendableException {
    if (payload.length < ID_BYTES || payload[0] != 0) {
      throw new UnmendableException("its payload has no id of a schema before its JSON");
    }
    byte[] object = edits.inJson(Arrays.copyOfRange(payload, ID_BYTES, payload.length));
    byte[] mended = Arrays.copyOf(payload, ID_BYTES + object.length);
    System.arraycopy(object, 0, mended, ID_BYTES, object.length);
    return mended;
  }

  private static @Nullable String formatOf(ReplayRecord record) {
    String format = record.payloadFormat();
    return format != null && format.startsWith(CHANGES_IN)
        ? format.substring(CHANGES_IN.length())
        : format;
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
