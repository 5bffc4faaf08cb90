package io.summerbeam.io.bigquery;

import java.util.Objects;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices;
import org.apache.beam.sdk.io.gcp.bigquery.InsertRetryPolicy;
import org.joda.time.Duration;

/** Makes Beam's sink of what was asked for. */
final class Sink {

  private final WriteBigQueryRows spec;
  private final Columns columns;
  private final ReturnedRow returned;

  Sink(WriteBigQueryRows spec, Columns columns, ReturnedRow returned) {
    this.spec = spec;
    this.columns = columns;
    this.returned = returned;
  }

  BigQueryIO.Write<OutgoingRow> by(Method method, boolean unbounded) {
    BigQueryIO.Write<OutgoingRow> write =
        BigQueryIO.<OutgoingRow>write()
            .to(spec.table())
            .withSchema(columns.toTableSchema())
            .withFormatFunction(new TableRowFn(columns))
            .withMethod(method)
            .withCreateDisposition(spec.createDisposition())
            .withWriteDisposition(spec.writeDisposition());
    Partitioning partitioning = spec.partitioning();
    if (partitioning != null) {
      write = write.withTimePartitioning(partitioning.toTimePartitioning());
    }
    if (!spec.clustering().isEmpty()) {
      write = write.withClustering(Clustered.toClustering(spec.clustering()));
    }
    if (method == Method.STREAMING_INSERTS) {
      write =
          write
              .withFailedInsertRetryPolicy(InsertRetryPolicy.retryTransientErrors())
              .withExtendedErrorInfo()
              .skipInvalidRows();
    }
    if (method != Method.FILE_LOADS && spec.deadLetters() != null) {
      write = write.withFormatRecordOnFailureFunction(returned);
    }
    if (unbounded) {
      write = streaming(write, method);
    }
    BigQueryServices services = spec.services();
    return services == null ? write : write.withTestServices(services);
  }

  private BigQueryIO.Write<OutgoingRow> streaming(
      BigQueryIO.Write<OutgoingRow> write, Method method) {
    int writers =
        Objects.requireNonNullElse(
            spec.streamingWriters(), WriteBigQueryRows.DEFAULT_STREAMING_WRITERS);
    return switch (method) {
      case STORAGE_WRITE_API ->
          write
              .withTriggeringFrequency(every(WriteBigQueryRows.DEFAULT_STORAGE_WRITE_FREQUENCY))
              .withNumStorageWriteApiStreams(writers);
      case FILE_LOADS ->
          write
              .withTriggeringFrequency(every(WriteBigQueryRows.DEFAULT_FILE_LOADS_FREQUENCY))
              .withNumFileShards(writers);
      default -> write;
    };
  }

  private Duration every(java.time.Duration byDefault) {
    return Duration.millis(
        Objects.requireNonNullElse(spec.triggeringFrequency(), byDefault).toMillis());
  }
}
