package io.summerbeam.io.bigquery;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.portability.HasAlternative;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.CreateDisposition;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.WriteDisposition;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices;
import org.apache.beam.sdk.io.gcp.bigquery.WriteResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Writes Rows into a table of BigQuery. Made by {@link BigQueryRows#write}.
 *
 * <pre>{@code
 * delays.apply(
 *     BigQueryRows.write("my-project:flights.delays")
 *         .withPartitioning("day", Granularity.DAY)
 *         .withClustering("state")
 *         .withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Input.</b> Rows of any schema whose names and types a table can have; bounded or unbounded,
 * in any windows, which do not matter to the table. The provenance is not written.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>BYTE, INT16, INT32, INT64</td><td>INT64</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>FLOAT64, with NaN and the infinities</td></tr>
 * <tr><td>DECIMAL and types made of it</td><td>NUMERIC, or BIGNUMERIC: {@link
 *     #withDecimalsAs}</td></tr>
 * <tr><td>STRING, BOOLEAN, BYTES</td><td>STRING, BOOL, BYTES</td></tr>
 * <tr><td>DATETIME, instants</td><td>TIMESTAMP</td></tr>
 * <tr><td>SqlTypes.DATE, TIME, DATETIME</td><td>DATE, TIME, DATETIME</td></tr>
 * <tr><td>an enumeration, a UUID</td><td>STRING</td></tr>
 * <tr><td>ROW</td><td>STRUCT; or JSON: {@link #withJson}</td></tr>
 * <tr><td>ARRAY, ITERABLE</td><td>ARRAY; one that is null becomes an empty one</td></tr>
 * <tr><td>MAP</td><td>ARRAY of STRUCT of {@code key} and {@code value}</td></tr>
 * <tr><td>another logical type</td><td>the type it is made of</td></tr>
 * </table>
 *
 * <p><b>Methods.</b> By default a bounded input is loaded from files, and an unbounded one goes
 * through the Storage Write API; see {@link #withMethod}.
 *
 * <table>
 * <caption>Delivery, and where a method runs</caption>
 * <tr><td>{@code FILE_LOADS}</td><td>exactly once; needs {@code --tempLocation}; all
 *     runners.</td></tr>
 * <tr><td>{@code STORAGE_WRITE_API}</td><td>exactly once where the runner tries a bundle again with
 *     the same rows, as Dataflow does. A bounded input: all runners. An unbounded one needs timers
 *     and windows that expire: not Spark.</td></tr>
 * <tr><td>{@code STORAGE_API_AT_LEAST_ONCE}</td><td>at least once; all runners.</td></tr>
 * <tr><td>{@code STREAMING_INSERTS}</td><td>at least once, with the service's best effort to drop
 *     duplicates; all runners, on Spark in batch with {@code --storageLevel=MEMORY_ONLY}: Beam
 *     fails where it has to write to disk what it keeps there, as it has to in the launcher's
 *     profile. Keeps a bundle in memory, which on Spark in batch is a whole partition.</td></tr>
 * </table>
 *
 * <p><b>Errors.</b> A row becomes a dead letter {@code sink_rejected} if
 *
 * <ul>
 *   <li>a column cannot hold a value of it, which is found out before it is sent, whatever the
 *       method: a decimal out of range or with too many digits, a time finer than a microsecond or
 *       not in the years 1 to 9999, a null in an array, a null where the schema has none, a text
 *       that is no JSON;
 *   <li>the service rejects it: by each method but {@code FILE_LOADS}. The dead letter has the row
 *       as it came in, with its provenance, its event time and its window, where that is an
 *       interval. What the service says quotes the row; it is told only where the policy of the
 *       dead letters keeps all.
 * </ul>
 *
 * Without {@link #withDeadLetters} the failure is thrown. Whatever is not the fault of a row is
 * thrown in any case: no such dataset, which is looked for before the pipeline runs, no permission,
 * a request that was tried too often. So is all that a load job rejects, which has no word for
 * single rows: it fails as a whole and is tried again, three times for a bounded input and a
 * thousand times for an unbounded one; then the failure is thrown, with nothing of the job in the
 * table. After the checks above this leaves a table that was there before and does not fit the
 * schema.
 *
 * <p><b>State.</b> By the Storage Write API and file loads an unbounded input is grouped by writer
 * until it is time. Auto-sharding is not used. With dead letters each row travels twice through
 * that, once as it is sent and once as it came in.
 */
@AutoValue
public abstract class WriteBigQueryRows extends PTransform<PCollection<Row>, PDone>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "BigQueryRows.write";

  /** How often an unbounded input is appended by the Storage Write API: every 5 seconds. */
  public static final Duration DEFAULT_STORAGE_WRITE_FREQUENCY = Duration.ofSeconds(5);

  /**
   * How often an unbounded input is loaded from files: every 5 minutes. A table takes 1,500 load
   * jobs a day, one a minute.
   */
  public static final Duration DEFAULT_FILE_LOADS_FREQUENCY = Duration.ofMinutes(5);

  /** How many streams of the Storage Write API, or files of a load, are written at once. */
  public static final int DEFAULT_STREAMING_WRITERS = 3;

  static WriteBigQueryRows of(String table) {
    return new AutoValue_WriteBigQueryRows.Builder()
        .setTable(TableName.check(table))
        .setMethod(Method.DEFAULT)
        .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
        .setWriteDisposition(WriteDisposition.WRITE_APPEND)
        .setClustering(List.of())
        .setDecimals(DecimalType.NUMERIC)
        .setJson(List.of())
        .setStepName(DEFAULT_STEP_NAME)
        .build();
  }

  /**
   * How rows come into the table. Default: {@code FILE_LOADS} for a bounded input, {@code
   * STORAGE_WRITE_API} for an unbounded one.
   */
  public WriteBigQueryRows withMethod(Method method) {
    return toBuilder().setMethod(method).build();
  }

  /**
   * Whether a table that is missing is created. Default: {@code CREATE_IF_NEEDED}, with the columns
   * of the input's schema.
   */
  public WriteBigQueryRows withCreateDisposition(CreateDisposition disposition) {
    return toBuilder().setCreateDisposition(disposition).build();
  }

  /**
   * What becomes of the rows that are in the table. Default: {@code WRITE_APPEND}, they stay.
   * Anything else only a load of a bounded input can do.
   */
  public WriteBigQueryRows withWriteDisposition(WriteDisposition disposition) {
    return toBuilder().setWriteDisposition(disposition).build();
  }

  /** A table that is created is cut by the time in this column, a DATE, DATETIME or TIMESTAMP. */
  public WriteBigQueryRows withPartitioning(String column, Granularity granularity) {
    return toBuilder().setPartitioning(new Partitioning(column, granularity)).build();
  }

  /** A table that is created is cut by the time at which a row came into it. */
  public WriteBigQueryRows withPartitioningByIngestion(Granularity granularity) {
    return toBuilder().setPartitioning(new Partitioning(null, granularity)).build();
  }

  /**
   * A table that is created keeps rows together that are equal in these columns, the most important
   * first: whole numbers, decimals, BOOL, STRING, times.
   *
   * @throws IllegalArgumentException if there are more than 4, or one is given twice
   */
  public WriteBigQueryRows withClustering(String first, String... more) {
    List<String> names = new ArrayList<>(List.of(first));
    names.addAll(List.of(more));
    return toBuilder().setClustering(Clustered.checkNames(names)).build();
  }

  /** The type of columns for decimals. Default: {@code NUMERIC}. */
  public WriteBigQueryRows withDecimalsAs(DecimalType type) {
    return toBuilder().setDecimals(type).build();
  }

  /** Fields whose column is JSON: a STRING that is JSON, or a ROW. Default: none. */
  public WriteBigQueryRows withJson(String first, String... more) {
    List<String> names = new ArrayList<>(List.of(first));
    names.addAll(List.of(more));
    return toBuilder().setJson(List.copyOf(names)).build();
  }

  /**
   * How often an unbounded input is appended or loaded; a bounded one is written when it is
   * complete. Default: {@link #DEFAULT_STORAGE_WRITE_FREQUENCY} or {@link
   * #DEFAULT_FILE_LOADS_FREQUENCY}. The other methods do not wait.
   *
   * @throws IllegalArgumentException if it is less than a millisecond
   */
  public WriteBigQueryRows withTriggeringFrequency(Duration frequency) {
    if (frequency.toMillis() < 1) {
      throw new IllegalArgumentException(
          "withTriggeringFrequency() must be at least a millisecond, but was: " + frequency);
    }
    return toBuilder().setTriggeringFrequency(frequency).build();
  }

  /**
   * How many streams or files an unbounded input is written to at once. A stream takes some
   * megabytes a second. Default: {@value #DEFAULT_STREAMING_WRITERS}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public WriteBigQueryRows withStreamingWriters(int writers) {
    if (writers < 1) {
      throw new IllegalArgumentException(
          "withStreamingWriters() must be positive, but was: " + writers);
    }
    return toBuilder().setStreamingWriters(writers).build();
  }

  /** Rows that are rejected go to this handler. Default: the failure is thrown. */
  public WriteBigQueryRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public WriteBigQueryRows withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  /** Another service than Google's, for tests. */
  WriteBigQueryRows withServices(BigQueryServices services) {
    return toBuilder().setServices(services).build();
  }

  abstract String table();

  abstract Method method();

  abstract CreateDisposition createDisposition();

  abstract WriteDisposition writeDisposition();

  abstract @Nullable Partitioning partitioning();

  abstract List<String> clustering();

  abstract DecimalType decimals();

  abstract List<String> json();

  abstract @Nullable Duration triggeringFrequency();

  abstract @Nullable Integer streamingWriters();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract @Nullable BigQueryServices services();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setTable(String table);

    abstract Builder setMethod(Method method);

    abstract Builder setCreateDisposition(CreateDisposition disposition);

    abstract Builder setWriteDisposition(WriteDisposition disposition);

    abstract Builder setPartitioning(Partitioning partitioning);

    abstract Builder setClustering(List<String> columns);

    abstract Builder setDecimals(DecimalType type);

    abstract Builder setJson(List<String> columns);

    abstract Builder setTriggeringFrequency(Duration frequency);

    abstract Builder setStreamingWriters(Integer writers);

    abstract Builder setDeadLetters(DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract Builder setServices(BigQueryServices services);

    abstract WriteBigQueryRows build();
  }

  @Override
  public PDone expand(PCollection<Row> rows) {
    boolean unbounded = rows.isBounded() == IsBounded.UNBOUNDED;
    Method method = Settings.method(this, unbounded);
    Columns columns = Settings.check(this, rows, method, unbounded);
    DeadLetters dead = deadLetters();
    DeadLetterFactory factory = dead == null ? null : dead.factory(stepName());
    Schema schema = rows.getSchema();
    OutgoingRowCoder coder = OutgoingRowCoder.of(schema);
    ReturnedRow returned = new ReturnedRow(coder);
    PCollectionTuple checked =
        rows.apply(
            "Check",
            ParDo.of(new CheckFn(columns, stepName(), factory))
                .withOutputTags(CheckFn.OUT, TupleTagList.of(CheckFn.DEAD)));
    handle(checked.get(CheckFn.DEAD));
    WriteResult result =
        checked
            .get(CheckFn.OUT)
            .setCoder(coder)
            .apply("Write", new Sink(this, columns, returned).by(method, unbounded));
    if (method == Method.STREAMING_INSERTS) {
      rejected(result.getFailedInsertsWithErr(), RejectedRow::ofInsert, returned, factory);
    } else if (method != Method.FILE_LOADS) {
      rejected(result.getFailedStorageApiInserts(), RejectedRow::ofAppend, returned, factory);
    }
    return PDone.in(rows.getPipeline());
  }

  private <ErrorT> void rejected(
      PCollection<ErrorT> errors,
      SerializableFunction<ErrorT, RejectedRow> reader,
      ReturnedRow returned,
      @Nullable DeadLetterFactory factory) {
    handle(
        errors.apply(
            "Rejected", ParDo.of(new RejectedFn<>(reader, returned, stepName(), factory))));
  }

  private void handle(PCollection<DeadLetter> letters) {
    DeadLetters dead = deadLetters();
    if (dead != null) {
      dead.addErrorCollection(letters);
    } else {
      letters.setCoder(DeadLetter.coder());
    }
  }

  @Override
  public String alternative() {
    return "Write with withMethod(STORAGE_API_AT_LEAST_ONCE), which needs neither timers nor windows"
        + " that expire.";
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("table", table()).withLabel("Table"))
        .add(DisplayData.item("method", method().name()).withLabel("Method"))
        .add(
            DisplayData.item("createDisposition", createDisposition().name())
                .withLabel("Table Creation"))
        .add(
            DisplayData.item("writeDisposition", writeDisposition().name())
                .withLabel("What Is There Already"));
  }
}
