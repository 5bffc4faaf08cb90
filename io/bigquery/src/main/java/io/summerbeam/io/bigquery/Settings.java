package io.summerbeam.io.bigquery;

import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.CreateDisposition;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.WriteDisposition;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Which settings go together, and with the input. */
final class Settings {

  private Settings() {}

  /** The method that was asked for, or the one for such an input. */
  static Method method(WriteBigQueryRows spec, boolean unbounded) {
    if (spec.method() != Method.DEFAULT) {
      return spec.method();
    }
    return unbounded ? Method.STORAGE_WRITE_API : Method.FILE_LOADS;
  }

  /** Refuses what cannot be done, and finds the columns for the input. */
  static Columns check(
      WriteBigQueryRows spec, PCollection<Row> rows, Method method, boolean unbounded) {
    if (!rows.hasSchema()) {
      throw refusal(
          spec,
          "the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    checkDispositions(spec, method, unbounded);
    checkStreaming(spec, method);
    try {
      Columns columns =
          new ColumnTypes(
                  spec.decimals(), new JsonColumns(spec.json(), method == Method.FILE_LOADS))
              .ofTable(rows.getSchema());
      Partitioning partitioning = spec.partitioning();
      if (partitioning != null) {
        partitioning.check(columns);
      }
      Clustered.check(spec.clustering(), columns);
      return columns;
    } catch (IllegalArgumentException e) {
      throw refusal(spec, String.valueOf(e.getMessage()));
    }
  }

  private static void checkDispositions(WriteBigQueryRows spec, Method method, boolean unbounded) {
    if (spec.writeDisposition() != WriteDisposition.WRITE_APPEND
        && (unbounded || method != Method.FILE_LOADS)) {
      throw refusal(
          spec,
          "only a load of a bounded input can do "
              + spec.writeDisposition()
              + ", and this is "
              + (unbounded ? "an unbounded input" : method)
              + ". Take withMethod(FILE_LOADS) in batch, or append.");
    }
    if (spec.createDisposition() == CreateDisposition.CREATE_NEVER
        && (spec.partitioning() != null || !spec.clustering().isEmpty())) {
      throw refusal(
          spec,
          "withPartitioning() and withClustering() are for a table that is created, and"
              + " CREATE_NEVER creates none.");
    }
  }

  private static void checkStreaming(WriteBigQueryRows spec, Method method) {
    boolean waits = method == Method.STORAGE_WRITE_API || method == Method.FILE_LOADS;
    if (!waits && (spec.triggeringFrequency() != null || spec.streamingWriters() != null)) {
      throw refusal(
          spec,
          "withTriggeringFrequency() and withStreamingWriters() are for STORAGE_WRITE_API and"
              + " FILE_LOADS; "
              + method
              + " sends each bundle as it comes.");
    }
  }

  private static IllegalArgumentException refusal(WriteBigQueryRows spec, String why) {
    return new IllegalArgumentException(spec.stepName() + ": " + why);
  }
}
