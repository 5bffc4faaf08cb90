package io.summerbeam.io.files;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.source.Provenance;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import org.apache.beam.sdk.io.CompressedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of JSON lines or CSV as Rows of a given schema. Made by {@link FileRows#read}.
 *
 * <pre>{@code
 * pipeline.apply(
 *     FileRows.read("flights/*.jsonl")
 *         .withSchema(flight)
 *         .withEventTime("date", "yyyy/MM/dd HH:mm", ZoneOffset.UTC)
 *         .withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Files.</b> Those that exist when the job starts; a pattern that matches none fails. What is
 * appended to a file of JSON lines later, and not compressed, is not read. What ends in {@code
 * .gz}, {@code .bz2}, {@code .zst}, {@code .zip} or {@code .deflate} is decompressed.
 *
 * <p><b>Records.</b> A line ends at a line feed; one carriage return before it belongs to the end,
 * any other is data, and so is one at the end of a file without a line feed. A line of ASCII white
 * space only is no record, but is counted. In CSV, line feeds in quotes are data, the first record
 * is the header, and a byte order mark at the start of the file is skipped; in JSON lines it is
 * malformed. An empty file has no records. See {@link JsonFormat} and {@link CsvFormat} for what a
 * record must be.
 *
 * <p><b>Output.</b> Bounded. The schema is the given one with the reserved field of {@link
 * Provenance} added: the file, the byte offset of the record (0 is the first; in a compressed file
 * it counts decompressed bytes), and its line (1 is the first) where the file was read from its
 * start, else null; packed, {@link Provenance#of} reads it. In the global window; the timestamp is
 * the event time, or the smallest there is where none is asked for. No order.
 *
 * <p><b>Blocks.</b> A worker takes the records that start in 32 KiB of a file at once, some
 * hundreds; on Flink no checkpoint and no timer comes between them. What the runner counts of the
 * step {@code Read} are blocks; the step's own counters count records.
 *
 * <p><b>Splitting.</b> JSON lines are read by several workers in parts of some 8 MiB or more, and
 * split again while they are read where the runner does that; a record is read by the worker in
 * whose part the block of 32 KiB begins that its first byte is in. CSV and compressed files are
 * read by one worker each, from start to end.
 *
 * <p><b>Errors.</b> A record that is malformed, or whose event time is, becomes one dead letter
 * with its bytes, without line end, and its place; without {@link #withDeadLetters} the failure is
 * thrown. An event time of more than a day in the future is malformed, unless {@link
 * EventTime#withMaxFuture} says otherwise. A CSV header that has no column for a field of the
 * schema fails the job.
 *
 * <p><b>State, delivery.</b> No state; each record once. <b>Runners.</b> All: it is a bounded
 * source, not a splittable DoFn. <b>Cost.</b> Some 0.7 microseconds for a record of 90 bytes of
 * JSON with its time ({@code ./summerbeam bench kernels}).
 */
@AutoValue
public abstract class ReadFileRows extends PTransform<PBegin, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "FileRows.read";

  /** How long a record may be, unless something else is asked for: 64 MiB. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 64 << 20;

  private static final int LARGEST_MAX_RECORD_BYTES = 1 << 30;

  static ReadFileRows of(String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("read() must be given a path or a pattern, but was: ''");
    }
    return new AutoValue_ReadFileRows.Builder()
        .setPattern(pattern)
        .setLayout(new JsonLines(JsonFormat.of()))
        .setStepName(DEFAULT_STEP_NAME)
        .setMaxRecordBytes(DEFAULT_MAX_RECORD_BYTES)
        .setOriginals(true)
        .build();
  }

  /**
   * The fields to read; other keys and columns are ignored. Required; where it is not known, {@link
   * #inferSchema} finds it.
   *
   * @throws IllegalArgumentException if it has the reserved field of the provenance
   */
  public ReadFileRows withSchema(Schema schema) {
    Provenance.addTo(schema);
    return toBuilder().setSchema(schema).build();
  }

  /** One JSON object a line. The default. */
  public ReadFileRows withFormat(JsonFormat format) {
    return toBuilder().setLayout(new JsonLines(format)).build();
  }

  /** CSV with a header. Default: JSON lines. */
  public ReadFileRows withFormat(CsvFormat format) {
    return toBuilder().setLayout(new CsvFiles(format)).build();
  }

  /**
   * The event time is a text field in this form; see {@link EventTime#of}. Default: records have
   * the smallest timestamp there is.
   *
   * @throws IllegalArgumentException if the pattern is none, or gives no year, month and day
   */
  public ReadFileRows withEventTime(String field, String pattern, ZoneId zone) {
    return withEventTime(EventTime.of(field, pattern, zone));
  }

  /**
   * How the event time is read. Default: records have the smallest timestamp there is.
   *
   * @throws IllegalArgumentException if it has a maximum out-of-orderness: the records of files are
   *     complete, and none is late
   */
  public ReadFileRows withEventTime(EventTime eventTime) {
    if (eventTime.watermarks().isPresent()) {
      throw new IllegalArgumentException(
          "withEventTime(): EventTime.withMaxOutOfOrderness() is for unbounded sources. Files have"
              + " no watermark that it could hold back. Leave it out.");
    }
    return toBuilder().setEventTime(eventTime).build();
  }

  /**
   * Malformed records go to this handler. Default: the failure is thrown.
   *
   * <p>With it, each Row carries the bytes it was read from, so that a dead letter of any later
   * step holds exactly them; see {@link #withoutOriginals}.
   */
  public ReadFileRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * Rows do not carry the bytes they were read from, which takes their size off everything that is
   * shuffled. The dead letters of later steps then hold the Row as JSON; those of this one still
   * hold the bytes. Without {@link #withDeadLetters} that is so anyway.
   */
  public ReadFileRows withoutOriginals() {
    return toBuilder().setOriginals(false).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ReadFileRows withStepName(String stepName) {
    return toBuilder().setStepName(StepNames.check(stepName)).build();
  }

  /**
   * How many bytes a record may have, its line end not counted. A longer one is malformed; its dead
   * letter has its place and no payload. What is held in memory is bounded by a few times that.
   * Default: 64 MiB.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1 GiB
   */
  public ReadFileRows withMaxRecordBytes(int maxRecordBytes) {
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "withMaxRecordBytes() must be between 1 and "
              + LARGEST_MAX_RECORD_BYTES
              + ", but was: "
              + maxRecordBytes);
    }
    return toBuilder().setMaxRecordBytes(maxRecordBytes).build();
  }

  /**
   * The schema of the files, found by reading all their records here and now, one after the other;
   * give it to {@link #withSchema}. What the rules are says the format: {@link
   * JsonFormat#inference}, {@link CsvFormat#inference}. Memory is bounded by the number of fields
   * and one record; time is some microseconds a record. Malformed records are passed over, and are
   * dead letters when they are read.
   *
   * @throws IllegalArgumentException if no schema fits all records, or there are none
   * @throws UncheckedIOException if a file cannot be read, or there is none
   */
  public Schema inferSchema() {
    return SchemaOfFiles.infer(source(Schema.builder().build()), layout().inference());
  }

  abstract String pattern();

  abstract FileLayout layout();

  abstract @Nullable Schema schema();

  abstract @Nullable EventTime eventTime();

  abstract @Nullable DeadLetters deadLetters();

  abstract boolean originals();

  abstract String stepName();

  abstract int maxRecordBytes();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setPattern(String pattern);

    abstract Builder setLayout(FileLayout layout);

    abstract Builder setSchema(Schema schema);

    abstract Builder setEventTime(EventTime eventTime);

    abstract Builder setDeadLetters(DeadLetters deadLetters);

    abstract Builder setOriginals(boolean originals);

    abstract Builder setStepName(String stepName);

    abstract Builder setMaxRecordBytes(int maxRecordBytes);

    abstract ReadFileRows build();
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    Schema schema = schema();
    if (schema == null) {
      throw new IllegalStateException(
          stepName() + ": there is no schema. Give one with withSchema().");
    }
    EventTime eventTime = eventTime();
    try {
      layout().decoder(schema, null);
      if (eventTime != null) {
        eventTime.reader(schema);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(stepName() + ": " + e.getMessage(), e);
    }
    Schema outputSchema = Provenance.addTo(schema);
    DeadLetters dead = deadLetters();
    PCollectionTuple outputs =
        begin
            .apply("Read", Read.from(CompressedSource.from(source(schema))))
            .apply(
                "Decode",
                ParDo.of(new DecodeFn(this, schema, outputSchema, dead != null && originals()))
                    .withOutputTags(DecodeFn.OUT, TupleTagList.of(DecodeFn.DEAD)));
    if (dead != null) {
      dead.addErrorCollection(outputs.get(DecodeFn.DEAD));
    } else {
      outputs.get(DecodeFn.DEAD).setCoder(DeadLetter.coder());
    }
    return outputs.get(DecodeFn.OUT).setRowSchema(outputSchema);
  }

  private RecordFileSource source(Schema schema) {
    return new RecordFileSource(
        pattern(),
        layout(),
        schema,
        maxRecordBytes(),
        RecordFileSource.BLOCK_BYTES,
        RecordFileSource.MIN_BUNDLE_BYTES);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("pattern", pattern()).withLabel("File Pattern"))
        .add(DisplayData.item("format", layout().formatName()).withLabel("Format"))
        .add(
            DisplayData.item("maxRecordBytes", maxRecordBytes())
                .withLabel("Maximum Bytes of a Record"));
  }
}
