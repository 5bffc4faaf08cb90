package io.summerbeam.samples.deadletters;

import io.summerbeam.io.files.FileReplayTarget;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.transforms.deadletter.LetterEdit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The record of one letter as a file that a job reads: a line of JSON, which is the row that a
 * payload of another format is; or CSV as it was, with a header.
 */
final class RecordFile {

  private final ReplayRecord record;
  // Null where it is a line of JSON.
  private final byte @Nullable [] csv;
  private final String remedy;

  private RecordFile(ReplayRecord record, byte @Nullable [] csv, String remedy) {
    this.record = record;
    this.csv = csv;
    this.remedy = remedy;
  }

  /**
   * Of a letter.
   *
   * @throws UsageException if the options do not fit, or its payload is not what they say
   * @throws IOException if a registry that they name does not answer
   */
  static RecordFile of(DeadLetter letter, PayloadOptions options) throws IOException {
    PayloadEditor payloads = Payloads.editor(options);
    // It goes nowhere: what a step makes of a record that is masked may be seen.
    ReplayRecord record = ReplayRecord.of(letter).withoutMaskedMark();
    byte[] payload = record.payload();
    if (payloads == null) {
      boolean isOther = payload != null && !record.isEncrypted() && !isJson(record);
      return new RecordFile(record, null, isOther ? ": say how it is read with --format" : "");
    }
    // CSV is read as well: bytes that are no record may be none, or several, behind a header.
    ReplayRecord row = row(letter, payloads);
    return payload != null && isCsv(record, payloads)
        ? new RecordFile(record, csv(payload, options), "")
        : new RecordFile(row, null, "");
  }

  private static ReplayRecord row(DeadLetter letter, PayloadEditor payloads) throws IOException {
    try {
      return LetterEdit.none().withRowsOf(payloads).recordOf(letter);
    } catch (UnmendableException e) {
      throw refused(letter.id(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean isJson(ReplayRecord record) {
    String format = record.payloadFormat();
    return JsonFormat.of().name().equals(format) || DeadLetterFactory.ROW_AS_JSON.equals(format);
  }

  // Jobs that read both tell them by the names of files.
  private static boolean isCsv(ReplayRecord record, PayloadEditor payloads) {
    String csv = CsvFormat.of().name();
    String format = record.payloadFormat();
    return payloads.format().equals(csv) && (format == null || format.equals(csv));
  }

  private static byte[] csv(byte[] record, PayloadOptions options) {
    String columns = Objects.requireNonNull(options.getColumns(), "--format=csv has them");
    String delimiter = options.getDelimiter();
    Schema.Builder schema = Schema.builder();
    for (String column : columns.split(",", -1)) {
      schema.addStringField(column);
    }
    CsvFormat format = CsvFormat.of();
    if (delimiter != null) {
      format = format.withDelimiter(delimiter.equals("tab") ? '\t' : delimiter.charAt(0));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(format.header(schema.build()));
    file.write('\n');
    file.writeBytes(record);
    file.write('\n');
    return file.toByteArray();
  }

  /** What matches it in its folder. */
  String pattern() {
    return csv == null ? "*.jsonl" : "*.csv";
  }

  /**
   * Writes it.
   *
   * @param folder made where it is absent
   * @throws UsageException if the record cannot be a line of a file
   */
  void write(Path folder) throws IOException {
    byte[] content = csv;
    if (content != null) {
      Files.createDirectories(folder);
      Files.write(folder.resolve("record.csv"), content);
      return;
    }
    FileReplayTarget target = FileReplayTarget.to(folder.toString());
    String refusal = target.refusal(record);
    if (refusal != null) {
      throw refused(record.letterId(), refusal + remedy);
    }
    try (ReplayWriter writer = target.open()) {
      writer.write(record);
      writer.flush();
    }
  }

  private static UsageException refused(String id, String why) {
    return new UsageException("The dead letter " + id + " cannot be reproduced: " + why + ".");
  }
}
