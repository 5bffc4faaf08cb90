package io.summerbeam.contract;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;

/**
 * Each way of BigQuery's to take rows, but files, which are for a Cloud Storage to be loaded from.
 * It does not take the row whose n is {@value #REJECTED}.
 */
enum BigQueryCase implements ServedCase {
  STORAGE_WRITE_API("Storage Write API", true),
  STORAGE_API_AT_LEAST_ONCE("Storage Write API, at least once", false),
  STREAMING_INSERTS("streaming inserts", false);

  /** A value of {@link ContractCase#INPUT}. */
  static final String REJECTED = "7";

  private static final List<String> EXPECTED =
      Stream.of(
              "a 1 1.5",
              "a 1 1.5",
              "a 2 0.1",
              "b -3 2",
              "b null 2",
              "1969-12-31T23:59:00Z BigQueryRows.write sink_rejected"
                  + " {\"key\":\"c\",\"n\":7,\"m\":null}")
          .sorted()
          .toList();

  private final String method;
  private final boolean endless;

  BigQueryCase(String method, boolean endless) {
    this.method = method;
    this.endless = endless;
  }

  @Override
  public String title() {
    return "BigQueryRows.write, " + method;
  }

  @Override
  public List<String> expected() {
    return EXPECTED;
  }

  @Override
  public boolean endless() {
    return endless;
  }

  @Override
  public List<String> options(ServerPlaces places) {
    return places.bigQuery().options();
  }

  @Override
  public PCollectionList<String> build(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
    return ServerLines.rejected(
        pipeline,
        dead ->
            input
                .apply(pipeline)
                .apply(
                    BigQueryWrite.of(BigQueryPlace.DATASET + "." + table(places), name(), dead)));
  }

  @Override
  public List<String> found(ServerPlaces places) throws IOException {
    return places.bigQuery().rows(table(places));
  }

  private String table(ServerPlaces places) {
    return (name() + "_in_" + places.mode().name()).toLowerCase(Locale.ROOT);
  }
}
