package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.PayloadEdit;
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
 * #withPayloads}); else they are refused. They are read and written again by one schema, so that a
 * field must be one of that schema, and a value what the schema says: numbers become those of the
 * field's type where nothing is lost, a text in ISO 8601 becomes a day or a time, and what else
 * does not fit is refused. Of Avro it is the schema they were written with. Messages of Protobuf
 * are read and written by the descriptors that are given, whatever they were written with: one with
 * a field that those do not have is refused. CSV and texts have no schema but the names of their
 * fields.
 *
 * <p><b>Rows in their place.</b> A target that takes records and no bytes, as a folder or a table,
 * can have the rows that payloads of other formats are ({@link #withRowsOf}).
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

  private static final String CHANGE = "debezium";

  /** What stands before the format in which changes of a database are written. */
  private static final String CHANGES_IN = CHANGE + "-";

  private static final Set<String> JSON = Set.of("json", DeadLetterFactory.ROW_AS_JSON, CHANGE);

  private static final String JSON_BEHIND_ID = "json-registry";

  // A zero, and the four bytes of the id.
  private static final int ID_BYTES = 5;

  private final List<Assignment> assignments;
  private final @Nullable PayloadEditor editor;
  private final boolean asRows;

  private LetterEdit(List<Assignment> assignments, @Nullable PayloadEditor editor, boolean asRows) {
    this.assignments = assignments;
    this.editor = editor;
    this.asRows = asRows;
  }

  /** Changes nothing. */
  public static LetterEdit none() {
    return new LetterEdit(List.of(), null, false);
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
    return new LetterEdit(assignments, payloads, false);
  }

  /**
   * Opens payloads as {@link #withPayloads} does, sets what is to be set, and puts the row that
   * comes of it in the place of the payload: as JSON ({@link io.summerbeam.sdk.json.RowJson}), of
   * the format {@code row+json}, as letters hold it where the source did not keep the bytes. It is
   * for targets that take records and no bytes: a folder that a job reads, a table. Default: a
   * payload is written as it was.
   *
   * <pre>{@code
   * Replay.of(LetterFilter.all().withSteps("Enrich"))
   *     .withEdit(LetterEdit.none().withRowsOf(AvroFormat.of().withRegistry(registry).editor()))
   *     .run(store, FileReplayTarget.to("in/again"))
   * }</pre>
   *
   * <p>The row has the names and types of the schema that the payload is read by. JSON behind the
   * id of its schema goes without the id, whatever is opened. Payloads that are JSON alone go as
   * they are, and so do those of other formats, which the target may refuse. Refused is what cannot
   * be opened; a number that JSON does not have; and a change of Debezium's, since a step takes the
   * row that the source makes of it.
   */
  public LetterEdit withRowsOf(PayloadEditor payloads) {
    return new LetterEdit(assignments, payloads, true);
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
    return new LetterEdit(List.copyOf(more), editor, asRows);
  }

  /**
   * The mended record of a letter, for who does not replay it but runs it: also of one that a
   * policy has masked, as if it had not been.
   *
   * @throws UnmendableException if it cannot be mended; the message says why and quotes no data
   * @throws IOException if what is needed to open its payload is not to be had now
   */
  public ReplayRecord recordOf(DeadLetter letter) throws UnmendableException, IOException {
    ReplayRecord record = ReplayRecord.of(letter).withoutMaskedMark();
    return isNone() ? record : mend(record).recordOf(letter);
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return assignments.isEmpty() && !asRows;
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
    String format = record.payloadFormat();
    if (asRows && becomesRow(format)) {
      EditedJson row = new EditedJson(edits);
      byte[] unused = mend(payload, format, row);
      return new Mended(row.json(), DeadLetterFactory.ROW_AS_JSON, edits.added());
    }
    byte[] mended = assignments.isEmpty() ? payload : mend(payload, innerFormat(format), edits);
    return new Mended(mended, format, edits.added());
  }

  private boolean becomesRow(@Nullable String format) throws UnmendableException {
    if (format != null && (format.equals(CHANGE) || format.startsWith(CHANGES_IN))) {
      throw new UnmendableException(
          "it is a change of a database, and not the row that a step takes: replay it to a topic");
    }
    boolean isJson = format != null && JSON.contains(format);
    return !isJson && (isOpened(format) || JSON_BEHIND_ID.equals(format));
  }

  private boolean isOpened(@Nullable String format) {
    PayloadEditor opener = editor;
    return opener != null && (format == null || format.equals(opener.format()));
  }

  private byte[] mend(byte[] payload, @Nullable String format, PayloadEdit edits)
      throws UnmendableException, IOException {
    PayloadEditor opener = editor;
    if (opener != null && isOpened(format)) {
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

  private static byte[] behindId(byte[] payload, PayloadEdit edits) throws UnmendableException {
    if (payload.length < ID_BYTES || payload[0] != 0) {
      throw new UnmendableException("its payload has no id of a schema before its JSON");
    }
    byte[] object = edits.inJson(Arrays.copyOfRange(payload, ID_BYTES, payload.length));
    byte[] mended = Arrays.copyOf(payload, ID_BYTES + object.length);
    System.arraycopy(object, 0, mended, ID_BYTES, object.length);
    return mended;
  }

  private static @Nullable String innerFormat(@Nullable String format) {
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
   * @param format its format now
   * @param added the fields that were not there before
   */
  @SuppressWarnings("ArrayRecordComponent") // It goes from one method to the next.
  record Mended(byte[] payload, @Nullable String format, List<String> added) {

    /** The record of its letter, with it. */
    ReplayRecord recordOf(DeadLetter letter) {
      return ReplayRecord.of(
          letter.toBuilder().setPayload(payload).setPayloadFormat(format).build());
    }
  }
}
