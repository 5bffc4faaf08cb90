package io.summerbeam.io.jdbc;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowFormat;
import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A table that replayed records are written into, as {@link WriteJdbcRows} writes them: those that
 * it refused, once the table or the record is mended.
 *
 * <pre>{@code
 * ReplayTarget target =
 *     JdbcReplayTarget.into(JdbcRows.write(url).into("orders").upsertingBy("id"), order);
 * }</pre>
 *
 * <p><b>Records.</b> Read as JSON of the schema, unless another format is given; what was a Row
 * without bytes of its own is JSON. Others are refused, and so is what is not as the schema says: a
 * field that is not there, too, because the payload may be what the source had, and not the row
 * that was to be written, whose columns would become null.
 *
 * <p><b>Delivery.</b> Once from a {@link JdbcDeadLetterStore} of the same database and user. From
 * any other store at least once, which upserts make no difference of. What the database refuses for
 * what is in it (a rule of the table, a key that is there) is found by halving, as {@link
 * WriteJdbcRows} does; it holds up no other, and its letter stays.
 */
@AutoValue
public abstract class JdbcReplayTarget implements ReplayTarget {

  private static final long serialVersionUID = 1;

  /**
   * Into a table.
   *
   * @param write as the pipeline writes it; its dead letters are not looked at
   * @param schema of the records
   * @throws IllegalArgumentException as applying {@code write} to rows of the schema does
   */
  public static JdbcReplayTarget into(WriteJdbcRows write, Schema schema) {
    return new AutoValue_JdbcReplayTarget(
        write.toWrite(schema), schema, JsonFormat.of().refusingMissingFields());
  }

  /**
   * Into a table whose columns, read here and now, are the schema of the records.
   *
   * @param write as the pipeline writes it; its dead letters are not looked at
   * @throws IllegalArgumentException if a column is of a type that {@link JdbcLookup} does not read
   * @throws IllegalStateException if the database does not tell
   */
  public static JdbcReplayTarget into(WriteJdbcRows write) {
    String where = write.stepName() + " " + write.requiredTable();
    String all = "SELECT * FROM " + write.requiredTable().sql();
    return into(write, Columns.ask(write.database(), all, where));
  }

  /** How records are read. Default: {@link JsonFormat}, refusing missing fields. */
  public JdbcReplayTarget withFormat(RowFormat format) {
    return new AutoValue_JdbcReplayTarget(write(), schema(), format);
  }

  abstract TableWrite write();

  abstract Schema schema();

  abstract RowFormat format();

  /** Whether one transaction can write here and there. */
  final boolean isIn(Database database) {
    return write().database().url().equals(database.url())
        && Objects.equals(write().database().user(), database.user());
  }

  @Override
  public final @Nullable String refusal(ReplayRecord record) {
    String format = record.payloadFormat();
    if (record.payload() == null) {
      return "it has no payload";
    }
    if (!format().name().equals(format)
        && !(format().name().equals("json") && DeadLetterFactory.ROW_AS_JSON.equals(format))) {
      return "its payload is no " + format().name() + ", but " + format;
    }
    try {
      read(record);
      return null;
    } catch (MalformedException e) {
      return "its payload is not as the schema says: " + e.getMessage();
    }
  }

  /** The row of a record. */
  final Row read(ReplayRecord record) throws MalformedException {
    byte[] payload = record.payload();
    if (payload == null) {
      throw new MalformedException("there is no payload", null);
    }
    return format().decoder(schema()).decode(payload);
  }

  @Override
  public final ReplayWriter open() throws IOException {
    return TableReplayWriter.open(this);
  }

  /** The place, without secrets. */
  @Override
  public final String toString() {
    return write().database().url() + " " + write().table();
  }
}
