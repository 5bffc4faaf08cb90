package io.summerbeam.io.jdbc;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.secret.KeySource;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes Rows into a table of PostgreSQL. Made by {@link JdbcRows#write}.
 *
 * <p><b>Input.</b> Bounded or unbounded. Each field is written into the column that is called as it
 * is; the provenance is not. Other columns get their defaults. The types are compared with the
 * table's when a worker starts: they are those of {@link JdbcLookup}, or a larger one for whole
 * numbers and FLOAT. A DECIMAL is rounded where its column has fewer places; what else would be cut
 * is refused. An enumeration is its name, other logical types are what they are made of; arrays,
 * maps and rows are not written.
 *
 * <p><b>Batches.</b> The rows of a bundle are collected, up to {@link #withBatchSize} of them or 8
 * MiB, and written in one transaction; what is left is written when the bundle ends. Names are
 * quoted: they are taken letter by letter, in their case; values are parameters.
 *
 * <p><b>Order.</b> Rows of a key are written in the order in which their worker gets them; the last
 * one of a batch counts. Those that different workers get have no order: where a key has several
 * rows, say which is the newest ({@link #withVersion}), bring them together by the key before
 * ({@code GroupByKey}), or let one row a key come. Of a text whose collation takes different ones
 * for equal a batch may write another than the last.
 *
 * <p><b>Errors.</b> Of a batch that the database refuses for what is in it each half is written on
 * its own, and so on, so that only the bad rows are dead letters {@code sink_rejected}, with the
 * SQLState, the name of the column or constraint where it is told, and none of the database's own
 * text, which quotes rows. These are SQLState 22 and 23 (values, constraints), 54 (too large),
 * 21000, 44000 (a view's condition) and P0001 (raised by a trigger); and, without asking the
 * database, a null in the key or version, a text with a zero character, a time with nanoseconds.
 * Without {@link #withDeadLetters} the failure is thrown. What may pass is tried again up to {@link
 * #withRetries} times, after pauses of 0.1 s to 10 s: lost and refused connections, time-outs,
 * deadlocks and serialization failures, a server that starts, stops, is full or only reads
 * (SQLState 08, 53, 57P0, 58, 57014, 55P03, 40001, 40P01, 25006). Then, and with all other errors,
 * the bundle fails and the runner tries it again, or ends the job.
 *
 * <p><b>Delivery.</b> Each row at least once: a bundle that is tried again is written again. With
 * {@link #upsertingBy} that makes no difference. Without, rows are there twice, or where the table
 * has a key they are refused as duplicates of themselves: upsert into such a table.
 *
 * <p><b>Windows and timestamps.</b> Any; they are not written. A dead letter leaves with those of
 * its row. <b>State.</b> None that outlives a bundle. On Flink with checkpoints {@code
 * --finishBundleBeforeCheckpointing=true} is needed for the dead letters (the Flink profile sets
 * it).
 *
 * <p><b>Shared.</b> On a worker, all that write the same table in the same way share at most {@link
 * #withConnections} connections. They are closed when the last of them is torn down.
 *
 * <p><b>Counts.</b> {@code records_in, records_out, records_superseded} ({@link #withVersion}),
 * {@code records_dead.sink_rejected, write_retries}. <b>Cost.</b> One round trip a batch, up to
 * three with {@link #deletingWhere}; a bad row among n costs some 2 log n more. <b>Security.</b> As
 * of {@link JdbcLookup}. <b>Runners.</b> All; on Spark streaming and Direct bundles are small, and
 * so are the batches.
 */
@AutoValue
public abstract class WriteJdbcRows extends PTransform<PCollection<Row>, PDone> {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "JdbcRows.write";

  /** How many rows are written together, unless something else is asked for. */
  public static final int DEFAULT_BATCH_SIZE = 1_000;

  /** How many connections there may be, unless something else is asked for. */
  public static final int DEFAULT_CONNECTIONS = 4;

  /** How often a batch is tried again, unless something else is asked for: for some 20 seconds. */
  public static final int DEFAULT_RETRIES = 8;

  private static final int LARGEST_BATCH_SIZE = 50_000;
  private static final int MOST_CONNECTIONS = 100;

  static WriteJdbcRows of(Database database) {
    return new AutoValue_WriteJdbcRows.Builder()
        .setDatabase(database)
        .setKey(List.of())
        .setCreating(false)
        .setBatchSize(DEFAULT_BATCH_SIZE)
        .setConnections(DEFAULT_CONNECTIONS)
        .setRetries(DEFAULT_RETRIES)
        .setStepName(DEFAULT_STEP_NAME)
        .build();
  }

  /**
   * Who writes. Default: the user that the worker runs as, without a password.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public WriteJdbcRows withCredentials(String user, KeySource password) {
    return toBuilder().setDatabase(database().withCredentials(user, password)).build();
  }

  /**
   * The table: {@code orders} or {@code public.orders}. A view that can be written, too. Required.
   *
   * @throws IllegalArgumentException if it has more than one dot, or a part of it is no name
   */
  public WriteJdbcRows into(String table) {
    return toBuilder().setTable(TableName.parse(table, "into")).build();
  }

  /**
   * The table, where a name may have a dot in it.
   *
   * @throws IllegalArgumentException if one of them is no name
   */
  public WriteJdbcRows into(String schema, String table) {
    return toBuilder().setTable(TableName.of(schema, table, "into")).build();
  }

  /**
   * Writes a row in the place of the one with the same key: {@code INSERT ... ON CONFLICT DO
   * UPDATE}. All fields are taken; columns without a field stay as they are. Default: rows are
   * added.
   *
   * @param keyColumns the columns of the primary key or of a unique index, all of them
   * @throws IllegalArgumentException if there is none, or one is no name or named twice
   */
  public WriteJdbcRows upsertingBy(String... keyColumns) {
    List<String> key = Arrays.asList(keyColumns);
    if (key.isEmpty() || new HashSet<>(key).size() < key.size()) {
      throw new IllegalArgumentException(
          "upsertingBy() must be given at least one column, each once, but was: " + key);
    }
    key.forEach(column -> Identifier.check(column, "upsertingBy()"));
    return toBuilder().setKey(List.copyOf(key)).build();
  }

  /**
   * Makes the input a changelog: a row in which this field is true deletes the row with its key,
   * and its other fields do not matter. The field is not written. With {@link #upsertingBy} only.
   * Default: nothing is deleted.
   *
   * @param field a BOOLEAN field; null is false
   * @throws IllegalArgumentException if it is empty
   */
  public WriteJdbcRows deletingWhere(String field) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException("deletingWhere() must be given a field, but was: ''");
    }
    return toBuilder().setDeleteField(field).build();
  }

  /**
   * Makes the order of the rows not matter: a row takes the place of one with the same key only if
   * its version is as great or greater. So a changelog may come in any order, from several workers,
   * and again: the table ends with the newest row of each key. What a newer one is there of is
   * counted, {@code records_superseded}, and no dead letter. With {@link #upsertingBy} only, and
   * not with {@link #deletingWhere}: a row that is deleted stays, with the field that tells so, and
   * null in the columns of which the change says nothing. Default: the last row counts.
   *
   * <p>What has to be so: two changes of a key have two versions, and of equal ones the last that
   * comes stays (a time in milliseconds may be too coarse, and the SCN of Oracle, which is that of
   * a transaction); versions never start again from below (a new binlog of MySQL does: begin with a
   * new copy); and the table refuses no row that would be replaced: it has no unique index, foreign
   * key, CHECK or NOT NULL by which an older state of two rows could not be there together.
   *
   * <pre>{@code
   * // Changes of a table, of DebeziumFormat.ofTable(customer, "id"), into its copy.
   * changes.apply(
   *     JdbcRows.write(url)
   *         .into("customers") // with columns __position and __deleted
   *         .upsertingBy("id")
   *         .withVersion(DebeziumFormat.POSITION));
   * // SELECT ... FROM customers WHERE __deleted IS NOT TRUE
   * }</pre>
   *
   * @param field a whole number, or a time (DATETIME, MicrosInstant, SqlTypes.DATETIME), which is
   *     written as all are, into a column that keeps all its places. A row in which it is null is
   *     refused as one without a key is; one that is in the table is older than all
   * @throws IllegalArgumentException if it is empty
   */
  public WriteJdbcRows withVersion(String field) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException("withVersion() must be given a field, but was: ''");
    }
    return toBuilder().setVersionField(field).build();
  }

  /**
   * Makes the table where it is not there, with columns as the fields are; those of {@link
   * #upsertingBy} are its primary key, and fields that cannot be null are NOT NULL. A table that is
   * there is left as it is. Default: the table must be there.
   */
  public WriteJdbcRows creatingTable() {
    return toBuilder().setCreating(true).build();
  }

  /**
   * How many rows are written together. Default: {@value #DEFAULT_BATCH_SIZE}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 50,000
   */
  public WriteJdbcRows withBatchSize(int rows) {
    return toBuilder()
        .setBatchSize(requireBetween(1, rows, LARGEST_BATCH_SIZE, "withBatchSize()"))
        .build();
  }

  /**
   * How many batches may be written at once, each over a connection of its own; in each JVM.
   * Default: {@value #DEFAULT_CONNECTIONS}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 100
   */
  public WriteJdbcRows withConnections(int connections) {
    return toBuilder()
        .setConnections(requireBetween(1, connections, MOST_CONNECTIONS, "withConnections()"))
        .build();
  }

  /**
   * How long a statement may take, and connecting. The server ends it then; where the server does
   * not answer at all, it ends some two seconds later. Default: 10 s.
   *
   * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 1 h
   */
  public WriteJdbcRows withTimeout(Duration timeout) {
    return toBuilder().setDatabase(database().withTimeout(timeout)).build();
  }

  /**
   * How often a batch is tried again that failed, and may pass. Default: {@value #DEFAULT_RETRIES},
   * for some 20 seconds; with 0 it is not.
   *
   * @throws IllegalArgumentException if it is not between 0 and 100
   */
  public WriteJdbcRows withRetries(int retries) {
    return toBuilder().setRetries(requireBetween(0, retries, 100, "withRetries()")).build();
  }

  /** Rows that the database refuses go to this handler. Default: the failure is thrown. */
  public WriteJdbcRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public WriteJdbcRows withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  private static int requireBetween(int least, int value, int most, String method) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          method + " must be between " + least + " and " + most + ", but was: " + value);
    }
    return value;
  }

  abstract Database database();

  abstract @Nullable TableName table();

  abstract List<String> key();

  abstract @Nullable String deleteField();

  abstract @Nullable String versionField();

  abstract boolean creating();

  abstract int batchSize();

  abstract int connections();

  abstract int retries();

  abstract String stepName();

  abstract @Nullable DeadLetters deadLetters();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setDatabase(Database database);

    abstract Builder setTable(TableName table);

    abstract Builder setKey(List<String> key);

    abstract Builder setDeleteField(String field);

    abstract Builder setVersionField(String field);

    abstract Builder setCreating(boolean creating);

    abstract Builder setBatchSize(int rows);

    abstract Builder setConnections(int connections);

    abstract Builder setRetries(int retries);

    abstract Builder setStepName(String stepName);

    abstract Builder setDeadLetters(DeadLetters deadLetters);

    abstract WriteJdbcRows build();
  }

  @Override
  public PDone expand(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          stepName()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    Schema schema = rows.getSchema();
    DeadLetters dead = deadLetters();
    PCollection<DeadLetter> letters =
        rows.apply(
                "Write",
                ParDo.of(
                    new WriteJdbcFn(
                        toWrite(schema),
                        schema,
                        batchSize(),
                        stepName(),
                        dead == null ? null : dead.factory(stepName()))))
            .setCoder(DeadLetter.coder());
    if (dead != null) {
      dead.addErrorCollection(letters);
    }
    return PDone.in(rows.getPipeline());
  }

  /** What is written, of rows with this schema. */
  TableWrite toWrite(Schema schema) {
    TableName table = requiredTable();
    String version = versionField();
    if (version != null) {
      WrittenFields.checkVersion(schema, key(), version, deleteField(), stepName());
    }
    Schema columns = WrittenFields.of(schema, key(), deleteField(), stepName());
    return new TableWrite(
        stepName() + " " + table,
        database(),
        table,
        columns,
        key(),
        deleteField(),
        version,
        null,
        creating() ? List.of(TableColumns.create(table, columns, key())) : List.of(),
        connections(),
        retries());
  }

  TableName requiredTable() {
    TableName table = table();
    if (table == null) {
      throw new IllegalArgumentException(stepName() + ": say which table: into(table).");
    }
    return table;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    TableName table = table();
    builder
        .add(DisplayData.item("url", database().url()).withLabel("Database"))
        .add(DisplayData.item("batchSize", batchSize()).withLabel("Rows a Batch"))
        .addIfNotNull(
            DisplayData.item("table", table == null ? null : table.toString()).withLabel("Table"))
        .addIfNotDefault(
            DisplayData.item("key", String.join(", ", key())).withLabel("Upserted By"), "")
        .addIfNotNull(DisplayData.item("deleteField", deleteField()).withLabel("Deletes Where"))
        .addIfNotNull(DisplayData.item("versionField", versionField()).withLabel("Version"));
  }
}
