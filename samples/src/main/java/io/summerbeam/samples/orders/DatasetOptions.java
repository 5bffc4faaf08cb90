package io.summerbeam.samples.orders;

import io.summerbeam.runners.UsageException;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.jspecify.annotations.Nullable;

/** Which options of {@code --sink=bigquery} go together. */
final class DatasetOptions {

  private static final String IN_THE_JARS = "io.summerbeam.io.bigquery.BigQueryRows";

  private DatasetOptions() {}

  /**
   * Checks them.
   *
   * @throws UsageException if they do not, or Google's jars are not there
   */
  static void check(OrdersOptions options) {
    if (!OrderSink.names(options).contains(OrderSink.BIGQUERY)) {
      refuse("--bigQueryDataset", options.getBigQueryDataset(), "is for --sink=bigquery.");
      refuse("--bigQueryMethod", options.getBigQueryMethod(), "is for --sink=bigquery.");
      return;
    }
    if (!hasJars()) {
      throw new UsageException(
          "--sink=bigquery needs Google's jars, which are not on this class path: ./summerbeam takes"
              + " one that has them.");
    }
    String method = options.getBigQueryMethod();
    if (method != null && !OrderDataset.methods().contains(method)) {
      throw new UsageException(
          "--bigQueryMethod must be one of "
              + String.join(", ", OrderDataset.methods())
              + ", but was: "
              + method);
    }
    if (options.getBigQueryDataset() != null) {
      OrderDataset.of(options);
      return;
    }
    refuse(
        "--bigQueryEndpoint",
        options.as(BigQueryOptions.class).getBigQueryEndpoint(),
        "is for a --bigQueryDataset that is there.");
    if (LocalBigQuery.METHOD_IT_LACKS.equals(method)) {
      throw new UsageException(
          "--bigQueryMethod=FILE_LOADS is for a --bigQueryDataset that is there: the stand-in that"
              + " is started here has no Cloud Storage to load from.");
    }
  }

  private static void refuse(String option, @Nullable String value, String rule) {
    if (value != null) {
      throw new UsageException(option + " " + rule);
    }
  }

  private static boolean hasJars() {
    try {
      Class.forName(IN_THE_JARS, false, DatasetOptions.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
