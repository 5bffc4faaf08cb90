package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupSettings;
import io.summerbeam.transforms.lookup.MemorySource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * One bundle of many records, as Spark makes of a partition, with a source that answers late;
 * prints how many records were held, and how many requests were open, at the same time.
 */
public final class EndlessBundleMain {

  static final int MAX_WAITING = 500;
  static final int MAX_IN_FLIGHT = 5;
  static final int PAYLOAD = 1_000;

  private static final int BATCH_SIZE = 100;
  private static final int MILLIS = 1;
  private static final Schema RECORD =
      Schema.builder().addInt64Field("item").addByteArrayField("payload").build();

  private EndlessBundleMain() {}

  /** How many records. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    MemorySource source = new MemorySource("late");
    source.server().answers =
        keys -> {
          CompletableFuture<Void> late = new CompletableFuture<>();
          late.completeOnTimeout(null, MILLIS, TimeUnit.MILLISECONDS);
          return late.thenApply(unused -> MemorySource.Server.found(keys));
        };
    AtomicLong out = new AtomicLong();
    LookupFnDriver fn =
        new LookupFnDriver(
            fn(source),
            row -> {
              if (!("n" + row.getInt64("item")).equals(row.getString("name"))) {
                throw new IllegalStateException("A record was enriched wrongly.");
              }
              out.incrementAndGet();
            });
    long mostHeld = 0;
    fn.setup();
    fn.startBundle();
    for (long n = 0; n < records; n++) {
      fn.process(Row.withSchema(RECORD).addValues(n, new byte[PAYLOAD]).build());
      mostHeld = Math.max(mostHeld, n + 1 - out.get());
    }
    fn.finishBundle();
    fn.teardown();
    System.out.println("out=" + out + " held=" + mostHeld + " open=" + source.server().mostOpen());
  }

  private static EnrichFromLookupFn fn(MemorySource source) {
    Enrichment enrichment =
        Enrichment.of("Enrich.fromLookup()").on("item", "id").take("name", "name");
    return new EnrichFromLookupFn(
        "Enrich",
        source,
        LookupSettings.builder()
            .setRetries(0)
            .setFirstBackoff(Duration.ofMillis(1))
            .setMaxBackoff(Duration.ofMillis(1))
            .setTimeout(Duration.ofMinutes(1))
            .build(),
        new BundleLimits(BATCH_SIZE, Duration.ofDays(1), MAX_IN_FLIGHT, MAX_WAITING),
        enrichment,
        enrichment.keyReader(RECORD, MemorySource.KEY),
        enrichment.appender(RECORD, MemorySource.VALUE),
        null);
  }
}
