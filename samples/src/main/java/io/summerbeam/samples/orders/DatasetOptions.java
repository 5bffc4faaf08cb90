package io.summerbeam.samples.orders;

import io.summerbeam.runners.UsageException;
import java.util.Objects;
import org.apache.beam.sdk.extensions.gcp.auth.GcpCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.jspecify.annotations.Nullable;

/** Which options of {@code --sink=bigquery} go together. */
final class DatasetOptions {

  private static final String IN_THE_JARS = "io.summerbeam.io.bigquery.BigQueryRows";
  private static final String FOR_A_DATASET =
      "is for a dataset that is there, and none is named: a stand-in would be started here. Name it"
          + " by --bigQueryDataset=PROJECT.DATASET.";

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
    if (OrderDataset.FILE_LOADS.equals(method) && OrderSource.isStream(options)) {
      // Its rows are counted long before they are loaded, and by the counts it is over.
      throw new UsageException(
          "--bigQueryMethod=FILE_LOADS is for what ends: a stream is over before its last rows are"
              + " loaded. Take --bigQueryMethod=STORAGE_WRITE_API, or read the topic with"
              + " --bounded.");
    }
    if (options.getBigQueryDataset() != null) {
      OrderDataset.of(options);
      return;
    }
    refuse(
        "--bigQueryEndpoint",
        options.as(BigQueryOptions.class).getBigQueryEndpoint(),
        "is for a --bigQueryDataset that is there.");
    refuse("--project", givenProject(options.as(GcpOptions.class)), FOR_A_DATASET);
    refuse(
        "--credentialFactoryClass", givenCredentials(options.as(GcpOptions.class)), FOR_A_DATASET);
    if (OrderDataset.FILE_LOADS.equals(method)) {
      throw new UsageException(
          "--bigQueryMethod=FILE_LOADS is for a --bigQueryDataset that is there: the stand-in that"
              + " is started here has no Cloud Storage to load from.");
    }
  }

  /** Null also for that of the machine's settings, which is there without being asked for. */
  private static @Nullable String givenProject(GcpOptions options) {
    String project = options.getProject();
    return Objects.equals(project, new GcpOptions.DefaultProjectFactory().create(options))
        ? null
        : project;
  }

  private static @Nullable String givenCredentials(GcpOptions options) {
    Class<?> factory = options.getCredentialFactoryClass();
    return factory.equals(GcpCredentialFactory.class) ? null : factory.getName();
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
