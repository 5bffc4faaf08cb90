package io.summerbeam.contract;

import io.summerbeam.contract.GatedSource.Gated;
import io.summerbeam.io.http.HttpLookup;
import io.summerbeam.transforms.enrich.Enrich;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;

/**
 * Looks records up on Spark streaming, each in a micro-batch of its own: one comes when the line of
 * the one before it is there, and a micro-batch has read all of its records by then. Prints the
 * sorted lines.
 */
public final class MicroBatchesMain {

  static final int RECORDS = 8;

  /** How many keys they have, in turn. */
  static final int KEYS = 2;

  static final String TIME = "2001-01-01T10:00:00Z";

  private MicroBatchesMain() {}

  /**
   * The URL of an {@link HttpService}, then pipeline options, to which the runner's profile adds
   * its own. The stream does not end, so this JVM does.
   */
  public static void main(String[] args) {
    EndingMain.run(() -> lookUp(args[0], Stream.of(args).skip(1).toList()));
  }

  private static void lookUp(String url, List<String> given) throws Exception {
    Pipeline pipeline = Pipeline.create(LaunchedOptions.of(given));
    GatedSource source = new GatedSource(RECORDS, records());
    PCollection<Row> rows =
        pipeline
            .apply("Records", Read.from(source))
            .setCoder(RowCoder.of(ContractCase.INPUT))
            .setRowSchema(ContractCase.INPUT)
            .apply(
                Enrich.fromLookup(
                        HttpLookup.get(url + "{id}")
                            .withKey("id", FieldType.INT64)
                            .withValues(Customers.VALUE)
                            // What is slow is not to be asked for again.
                            .withTimeout(Duration.ofMinutes(1)))
                    .on("n", "id")
                    .take("name")
                    .withTimeout(Duration.ofMinutes(2))
                    .withCache(100, Duration.ofHours(1)));
    CollectedLines lines =
        new CollectedLines(source.watching(PCollectionList.of(ServerLines.of(rows))));
    EndlessRun.run(
        "The lookup in micro-batches",
        RunnerMode.SPARK_STREAMING,
        pipeline,
        () -> lines.soFar().size() >= RECORDS);
    System.out.println(lines.soFar().stream().sorted().collect(Collectors.joining("\n")));
  }

  private static Gated[] records() {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> Gated.of(TIME, i % KEYS, i))
        .toArray(Gated[]::new);
  }
}
