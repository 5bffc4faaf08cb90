package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse.InsertErrors;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.testing.FakeBigQueryServices;
import org.apache.beam.sdk.io.gcp.testing.FakeDatasetService;
import org.apache.beam.sdk.io.gcp.testing.FakeJobService;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's BigQuery in this process. What it has it keeps in statics: one at a time. */
final class FakeBigQuery {

  static final String PROJECT = "flights-project";
  static final String DATASET = "flights";

  /** All of them; the default is one of them. */
  static final List<Method> METHODS =
      List.of(
          Method.FILE_LOADS,
          Method.STREAMING_INSERTS,
          Method.STORAGE_WRITE_API,
          Method.STORAGE_API_AT_LEAST_ONCE);

  private final FakeDatasetService tables = new FakeDatasetService();

  private FakeBigQuery() {}

  static FakeBigQuery start() throws Exception {
    FakeDatasetService.setUp();
    FakeBigQuery service = new FakeBigQuery();
    service.tables.createDataset(PROJECT, DATASET, "", "", null);
    return service;
  }

  /** Options of a pipeline that asks nobody for credentials. */
  static PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(GcpOptions.class).setProject(PROJECT);
    options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    return options;
  }

  /**
   * A table of this name. Beam remembers for as long as the process lives which tables are there:
   * each test has its own.
   */
  WriteBigQueryRows write(String table) {
    return BigQueryRows.write(PROJECT + ":" + DATASET + "." + table)
        .withServices(
            new FakeBigQueryServices()
                .withDatasetService(tables)
                .withJobService(new FakeJobService()));
  }

  void create(String table, TableSchema schema) throws Exception {
    tables.createTable(new Table().setTableReference(reference(table)).setSchema(schema));
  }

  void put(String table, TableRow row) throws Exception {
    tables.insertAll(reference(table), List.of(row), null);
  }

  Table table(String table) throws Exception {
    return tables.getTable(reference(table));
  }

  /** The rows of a table as text, each with its cells by name, sorted. */
  List<String> rows(String table) throws Exception {
    return tables.getAllRows(PROJECT, DATASET, table).stream()
        .map(row -> new TreeMap<>(row).toString())
        .sorted()
        .toList();
  }

  /** The Storage Write API rejects the rows with this value. */
  void rejectAppends(String column, String value) {
    tables.setShouldFailRow(
        (Function<TableRow, Boolean> & Serializable) row -> value.equals(row.get(column)));
  }

  /** Streaming inserts reject this row for these reasons, one after the other. */
  void rejectInserts(TableRow row, String... reasons) {
    Map<TableRow, List<InsertErrors>> errors = new HashMap<>();
    errors.put(
        row,
        Arrays.stream(reasons)
            .map(
                reason ->
                    new InsertErrors()
                        .setErrors(
                            List.of(
                                new ErrorProto()
                                    .setReason(reason)
                                    .setLocation("state")
                                    .setMessage("no such state: " + row.get("state")))))
            .toList());
    tables.failOnInsert(errors);
  }

  private static TableReference reference(String table) {
    return new TableReference().setProjectId(PROJECT).setDatasetId(DATASET).setTableId(table);
  }
}
