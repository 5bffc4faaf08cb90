package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a bundle and writes them in batches; puts out what the database refuses. */
final class WriteJdbcFn extends DoFn<Row, DeadLetter> {

  private static final long serialVersionUID = 1;

  private final TableWrite write;
  private final int batchSize;
  private final String stepName;
  private final int[] fields;
  private final int deleteField;
  private final int versionField;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;

  private transient @Nullable TableWriter table;
  private transient @Nullable WriteBatch batch;

  /**
   * @param schema of the rows
   * @param deadLetters null where a failure is thrown
   */
  WriteJdbcFn(
      TableWrite write,
      Schema schema,
      int batchSize,
      String stepName,
      @Nullable DeadLetterFactory deadLetters) {
    this.write = write;
    this.batchSize = batchSize;
    this.stepName = stepName;
    this.fields = WrittenFields.places(write.columns(), schema);
    this.deleteField = WrittenFields.place(write.deleteField(), schema);
    this.versionField = WrittenFields.place(write.versionField(), schema);
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
  }

  @Setup
  public void setup() throws InterruptedException {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
    table = OpenTables.acquire(write);
  }

  // A bundle that failed leaves its rows behind; they come again with another one.
  @StartBundle
  public void startBundle() {
    batch = newBatch();
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) throws InterruptedException {
    counters.in();
    Row row = context.element();
    boolean deletes = deleteField >= 0 && Boolean.TRUE.equals(row.getValue(deleteField));
    PendingRow pending = null;
    String unwritable = "";
    try {
      RowWriter writer = table().rowWriter();
      @Nullable Object[] values = writer.encode(row, fields, deletes);
      pending =
          PendingRow.of(
              row,
              context.timestamp(),
              window,
              context.pane(),
              values,
              // Where rows are merged the database has to see each of them.
              write.merge() == null ? writer.keyOf(values) : List.of(),
              deletes);
    } catch (UnwritableRowException e) {
      unwritable = String.valueOf(e.getMessage());
    }
    if (pending == null) {
      Failure failure = Failure.of(Reason.SINK_REJECTED, unwritable);
      context.output(factory(failure, row).ofRow(row, context.timestamp(), window, failure));
      return;
    }
    batch().add(pending);
    if (batch().isFull()) {
      writeAll(batch().take(), new DuringBundle(context));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws InterruptedException {
    List<PendingRow> rest = batch().take();
    batch = null;
    if (!rest.isEmpty()) {
      writeAll(rest, new AtItsEnd(context));
    }
    counters.flush();
  }

  @Teardown
  public void teardown() {
    batch = null;
    if (table != null) {
      table = null;
      OpenTables.release(write);
    }
  }

  // A dead letter leaves while another row, perhaps of a later time, is at hand. The watermark
  // waits
  // for the end of the bundle that both are in.
  @Override
  @SuppressWarnings("deprecation") // Nothing else lets a bundle send on what came before.
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  /** Writes rows; where the database refuses them, each half on its own, down to the bad ones. */
  private void writeAll(List<PendingRow> rows, Outputs outputs) throws InterruptedException {
    Written written = table().write(rows, () -> counters.add("write_retries", 1));
    String rejection = written.rejection();
    if (rejection == null) {
      count(rows, written.rows());
      return;
    }
    if (rows.size() > 1) {
      int half = rows.size() / 2;
      writeAll(rows.subList(0, half), outputs);
      writeAll(rows.subList(half, rows.size()), outputs);
      return;
    }
    PendingRow bad = rows.get(0);
    Failure failure = Failure.of(Reason.SINK_REJECTED, rejection);
    DeadLetterFactory factory = factory(failure, bad.row());
    outputs.dead(bad, factory.ofRow(bad.row(), bad.timestamp(), bad.window(), failure));
    PendingRow earlier = bad.replaced();
    if (earlier == null) {
      return;
    }
    if (versionField < 0) {
      // It would have been written before the one that was refused.
      writeAll(List.of(earlier), outputs);
      return;
    }
    // They are in no order: the newest of them is next.
    WriteBatch rest = newBatch();
    for (PendingRow each = earlier; each != null; each = each.replaced()) {
      rest.add(each.replacing(null));
    }
    writeAll(rest.take(), outputs);
  }

  private void count(List<PendingRow> rows, int written) {
    int all = 0;
    for (PendingRow row : rows) {
      for (PendingRow each = row; each != null; each = each.replaced()) {
        all++;
      }
    }
    int out = versionField < 0 ? all : written;
    for (int i = 0; i < out; i++) {
      counters.out();
    }
    counters.add("records_superseded", all - out);
  }

  private DeadLetterFactory factory(Failure failure, Row row) {
    DeadLetterFactory factory = deadLetters;
    if (factory == null) {
      throw StepFailedException.of(stepName, failure, Provenance.of(row));
    }
    counters.dead(failure.reason().code());
    return factory;
  }

  private WriteBatch newBatch() {
    return new WriteBatch(batchSize, WrittenFields.versions(versionField));
  }

  private TableWriter table() {
    TableWriter current = table;
    if (current == null) {
      throw new IllegalStateException(stepName + ": the table is not open.");
    }
    return current;
  }

  private WriteBatch batch() {
    WriteBatch current = batch;
    if (current == null) {
      throw new IllegalStateException(stepName + ": there is no bundle.");
    }
    return current;
  }

  /** Where dead letters leave: each with the window and timestamp of its row. */
  private interface Outputs {
    void dead(PendingRow row, DeadLetter letter);
  }

  private record DuringBundle(DoFn<Row, DeadLetter>.ProcessContext context) implements Outputs {

    @Override
    public void dead(PendingRow row, DeadLetter letter) {
      context.outputWindowedValue(letter, row.timestamp(), List.of(row.window()), row.pane());
    }
  }

  private record AtItsEnd(DoFn<Row, DeadLetter>.FinishBundleContext context) implements Outputs {

    @Override
    public void dead(PendingRow row, DeadLetter letter) {
      context.output(letter, row.timestamp(), row.window());
    }
  }
}
