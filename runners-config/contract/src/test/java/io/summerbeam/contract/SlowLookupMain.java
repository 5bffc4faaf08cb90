package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.transforms.enrich.Enrich;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;

/**
 * Looks far more up than fits into memory, where the other side is slow, and prints how much was
 * held and asked at the same time. Everything is in this JVM, so that it can be counted.
 */
public final class SlowLookupMain {

  static final int MAX_WAITING = 1_000;
  static final int MAX_IN_FLIGHT = 3;
  static final int INSTANCES = 2;

  /** Bytes of each record that are only there to be large. */
  static final int PAYLOAD = 1_000;

  private static final Schema RECORD =
      Schema.builder().addInt64Field("customer").addByteArrayField("payload").build();

  private static final AtomicLong IN = new AtomicLong();
  private static final AtomicLong OUT = new AtomicLong();
  private static final AtomicLong MOST_HELD = new AtomicLong();

  private SlowLookupMain() {}

  /**
   * How many records; then the URL of a database and a file with its password, or {@code -} twice
   * for a source that answers after a while; then pipeline options.
   */
  public static void main(String[] args) {
    long records = Long.parseLong(args[0]);
    RowLookupSource slow =
        args[1].equals("-")
            ? new LateSource(Duration.ofMillis(20))
            : PostgresServer.customers(args[1], Path.of(args[2]));
    WatchedSource source = new WatchedSource(slow, "slow");
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(Stream.of(args).skip(3).toArray(String[]::new))
                .create());
    pipeline
        .apply(GenerateSequence.from(0).to(records))
        .apply("In", ParDo.of(new InFn()))
        .setRowSchema(RECORD)
        .apply(
            Enrich.fromLookup(source)
                .on("customer", "id")
                .take("name")
                .withMaxInFlight(MAX_IN_FLIGHT)
                .withMaxWaiting(MAX_WAITING)
                .withTimeout(Duration.ofMinutes(1))
                .withKeepFor(Duration.ZERO))
        .apply("Out", ParDo.of(new OutFn()));
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    System.out.println(
        state
            + " in="
            + IN.get()
            + " out="
            + OUT.get()
            + " held="
            + MOST_HELD.get()
            + " open="
            + source.watch().mostOpen()
            + " lookups="
            + source.watch().lookups.get());
  }

  private static final class InFn extends DoFn<Long, Row> {

    @ProcessElement
    public void process(@Element Long n, OutputReceiver<Row> out) {
      IN.incrementAndGet();
      out.output(
          Row.withSchema(RECORD).addValues(n * 7 % Customers.COUNT, new byte[PAYLOAD]).build());
      // What was taken in and is not out yet is held between here and there.
      MOST_HELD.accumulateAndGet(IN.get() - OUT.get(), Math::max);
    }
  }

  private static final class OutFn extends DoFn<Row, Void> {

    @ProcessElement
    public void process(@Element Row row) {
      OUT.incrementAndGet();
      String expected = Customers.name(row.getInt64("customer"));
      if (!expected.equals(row.getString("name"))) {
        throw new IllegalStateException("A record was enriched wrongly.");
      }
    }
  }
}
