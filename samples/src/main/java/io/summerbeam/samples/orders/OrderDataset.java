package io.summerbeam.samples.orders;

import io.summerbeam.io.bigquery.BigQueryRows;
import io.summerbeam.io.bigquery.WriteBigQueryRows;
import io.summerbeam.runners.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;

/**
 * Where the results are in BigQuery, and how they come there. The tables are made by what writes
 * them.
 *
 * @param name {@code PROJECT.DATASET}; the project may be {@code example.com:my-project}
 * @param stream whether what is written does not end
 */
record OrderDataset(String name, Method method, boolean stream) {

  static final String ORDERS = "orders";
  static final String DUPLICATES = "duplicates";
  static final String REVENUE = "revenue";

  /** The method that a stand-in lacks, and that a stream is not read long enough for. */
  static final String FILE_LOADS = "FILE_LOADS";

  // A dataset has neither dots nor colons; a project may have both, before its own id.
  private static final Pattern NAME = Pattern.compile("(?:(?<project>.*)[.:])?(?<dataset>\\w+)");
  private static final Pattern PROJECT =
      Pattern.compile("(?:[a-z][-a-z0-9.]*:)?[a-z][-a-z0-9]{4,28}[a-z0-9]");

  // Sooner than a run ends in which nothing happens any more.
  private static final Duration FREQUENCY = Duration.ofSeconds(1);

  /**
   * The one that the options name.
   *
   * @throws UsageException if they name none, or it cannot be written to in such a way
   */
  static OrderDataset of(OrdersOptions options) {
    String dataset = options.getBigQueryDataset();
    if (dataset == null) {
      throw new UsageException("--bigQueryDataset is missing.");
    }
    OrderDataset found =
        new OrderDataset(
            fullName(dataset, options), method(options), OrderSource.isStream(options));
    try {
      found.write(ORDERS);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--bigQueryDataset: " + e.getMessage());
    }
    return found;
  }

  /** What writes rows into a table of results. */
  WriteBigQueryRows write(String table) {
    WriteBigQueryRows write = BigQueryRows.write(name + "." + table).withMethod(method);
    return stream && method == Method.STORAGE_WRITE_API
        ? write.withTriggeringFrequency(FREQUENCY)
        : write;
  }

  private static String fullName(String dataset, OrdersOptions options) {
    Matcher name = NAME.matcher(dataset);
    if (!name.matches()) {
      throw noName(dataset);
    }
    String given = name.group("project");
    String project = given == null ? options.as(GcpOptions.class).getProject() : given;
    if (project == null) {
      throw noName(dataset);
    }
    if (!PROJECT.matcher(project).matches()) {
      throw noName(given == null ? dataset + " of --project=" + project : dataset);
    }
    return project + "." + name.group("dataset");
  }

  private static UsageException noName(String dataset) {
    return new UsageException(
        "--bigQueryDataset must be PROJECT.DATASET, or DATASET with --project: a project's id, 6 to"
            + " 30 of a-z, 0-9 and hyphens (my-project, example.com:my-project), and a dataset's"
            + " name of letters, digits and underscores, but was: "
            + dataset);
  }

  /** The one that was asked for, or that of such an input. */
  private static Method method(OrdersOptions options) {
    String name = options.getBigQueryMethod();
    Method byInput = OrderSource.isStream(options) ? Method.STORAGE_WRITE_API : Method.FILE_LOADS;
    Method method = name == null ? byInput : Method.valueOf(name);
    String temporary = options.getTempLocation();
    if (method == Method.FILE_LOADS && (temporary == null || !temporary.startsWith("gs://"))) {
      throw new UsageException(
          "--sink=bigquery loads files, which need --tempLocation=gs://BUCKET/FOLDER. Without them:"
              + " --bigQueryMethod="
              + Method.STORAGE_WRITE_API);
    }
    return method;
  }

  /** The names of the methods there are. */
  static List<String> methods() {
    return List.of(
        Method.FILE_LOADS.name(),
        Method.STORAGE_WRITE_API.name(),
        Method.STORAGE_API_AT_LEAST_ONCE.name(),
        Method.STREAMING_INSERTS.name());
  }
}
