package io.summerbeam.samples.orders;

import io.summerbeam.sdk.testing.bigquery.BigQueryFake;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;

/** A stand-in for BigQuery of one run, in this process and on this machine only. */
final class LocalBigQuery implements Closeable {

  private static final String PROJECT = "summerbeam-project";
  private static final String DATASET = "summerbeam_results";

  private final BigQueryFake service;

  private LocalBigQuery(BigQueryFake service) {
    this.service = service;
  }

  /** Starts it, and sets the options to it; this JVM trusts it as long as it is there. */
  static LocalBigQuery start(RunFolder folder, OrdersOptions options) throws IOException {
    BigQueryFake service =
        BigQueryFake.start(Files.createDirectory(folder.path().resolve("bigquery")));
    try {
      service.trust();
    } catch (IllegalStateException e) {
      service.close();
      throw e;
    }
    options.as(BigQueryOptions.class).setBigQueryEndpoint(service.endpoint());
    options.as(GcpOptions.class).setProject(PROJECT);
    options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    options.setBigQueryDataset(PROJECT + "." + DATASET);
    if (options.getBigQueryMethod() == null) {
      // A stream by what each runner has.
      options.setBigQueryMethod(
          OrderSource.isStream(options) ? "STREAMING_INSERTS" : "STORAGE_WRITE_API");
    }
    return new LocalBigQuery(service);
  }

  /** Copies what is in the tables into a folder, as JSON lines. */
  void copy(String folder) throws IOException {
    for (String table :
        List.of(OrderDataset.ORDERS, OrderDataset.DUPLICATES, OrderDataset.REVENUE)) {
      try (OutputStream file = NewFile.in(folder, "bigquery-" + table + ".jsonl")) {
        for (String row : service.rows(DATASET + "." + table)) {
          file.write(row.getBytes(StandardCharsets.UTF_8));
          file.write('\n');
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
