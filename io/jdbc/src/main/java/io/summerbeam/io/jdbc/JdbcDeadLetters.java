package io.summerbeam.io.jdbc;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.secret.KeySource;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes dead letters into a table of PostgreSQL, to be queried, and replayed with {@link
 * JdbcDeadLetterStore}.
 *
 * <pre>{@code
 * try (DeadLetters dead =
 *     DeadLetters.in(pipeline)
 *         .writeTo(
 *             JdbcDeadLetters.to("jdbc:postgresql://db/ops")
 *                 .withCredentials("writer", KeySource.of("env:DB_PASSWORD")))) {
 *   ...
 * }
 * }</pre>
 *
 * <p><b>Table.</b> Made where it is not there, with these columns; {@link DeadLetter} says what
 * they mean:
 *
 * <ul>
 *   <li>{@code id}: text, the primary key.
 *   <li>{@code version}: integer; {@code pipeline, step, reason, message, error_class}: text.
 *   <li>{@code payload}: bytea, the very bytes; {@code payload_format, payload_schema}: text.
 *   <li>{@code source_system, source_resource}: text; {@code source_partition}: integer; {@code
 *       source_position, source_line}: bigint.
 *   <li>{@code key}: bytea; {@code headers}: jsonb, an object of texts.
 *   <li>{@code event_time, window_start, window_end, first_failure_time}, and {@code failure_time},
 *       which has an index: timestamp with time zone.
 *   <li>{@code severity}: text; {@code attempts}: integer; {@code stack_trace}: text.
 *   <li>{@code status}: text, {@code open} until a replay writes {@code unconfirmed}, {@code
 *       replayed} or {@code parked}; {@code replayed_at}, and {@code written_at}, which has an
 *       index: timestamp with time zone.
 * </ul>
 *
 * <p>The same failure twice is one row: it keeps the first failure time and has the last failure
 * time. One that was replayed and failed again, with more attempts, takes the row over and is open
 * again. A zero character in a text becomes the replacement character; a time before 4713 BC is
 * left out.
 *
 * <p><b>Windows and timestamps.</b> Any; they are not looked at. <b>Batches, errors, connections,
 * security.</b> As of {@link WriteJdbcRows}, with its defaults; what the database refuses is
 * thrown. <b>Delivery.</b> Once: a letter that is written again changes nothing but its failure
 * time. <b>Runners.</b> All.
 */
@AutoValue
public abstract class JdbcDeadLetters extends PTransform<PCollection<DeadLetter>, PDone> {

  private static final long serialVersionUID = 1;

  /** The table, unless another one is given. */
  public static final String DEFAULT_TABLE = "dead_letters";

  private static final String NAME = "JdbcDeadLetters";

  /**
   * Writes into a database.
   *
   * @param url {@code jdbc:postgresql://host:port/database?setting=value}, without user and
   *     password
   * @throws IllegalArgumentException if it is no URL of PostgreSQL, or has a user or a password
   */
  public static JdbcDeadLetters to(String url) {
    return new AutoValue_JdbcDeadLetters(
        Database.of(url, NAME + ".to()"), TableName.parse(DEFAULT_TABLE, "into"));
  }

  /**
   * Who writes. Default: the user that the worker runs as, without a password.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public JdbcDeadLetters withCredentials(String user, KeySource password) {
    return new AutoValue_JdbcDeadLetters(database().withCredentials(user, password), table());
  }

  /**
   * The table: {@code dead_letters} or {@code ops.dead_letters}. Default: {@value #DEFAULT_TABLE}.
   *
   * @throws IllegalArgumentException if it has more than one dot, or a part of it is no name
   */
  public JdbcDeadLetters into(String table) {
    return new AutoValue_JdbcDeadLetters(database(), TableName.parse(table, "into"));
  }

  /**
   * The table, where a name may have a dot in it.
   *
   * @throws IllegalArgumentException if one of them is no name
   */
  public JdbcDeadLetters into(String schema, String table) {
    return new AutoValue_JdbcDeadLetters(database(), TableName.of(schema, table, "into"));
  }

  abstract Database database();

  abstract TableName table();

  @Override
  public PDone expand(PCollection<DeadLetter> letters) {
    letters
        .apply("ToRows", ParDo.of(new DeadLetterRowFn()))
        .setRowSchema(DeadLetterTable.SCHEMA)
        .apply(
            "Write",
            ParDo.of(
                new WriteJdbcFn(
                    toWrite(),
                    DeadLetterTable.SCHEMA,
                    WriteJdbcRows.DEFAULT_BATCH_SIZE,
                    NAME,
                    null)))
        .setCoder(DeadLetter.coder());
    return PDone.in(letters.getPipeline());
  }

  TableWrite toWrite() {
    return new TableWrite(
        NAME + " " + table(),
        database(),
        table(),
        DeadLetterTable.SCHEMA,
        DeadLetterTable.KEY,
        null,
        null,
        DeadLetterTable.merge(),
        DeadLetterTable.create(table()),
        WriteJdbcRows.DEFAULT_CONNECTIONS,
        WriteJdbcRows.DEFAULT_RETRIES);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("url", database().url()).withLabel("Database"))
        .add(DisplayData.item("table", table().toString()).withLabel("Table"));
  }
}
