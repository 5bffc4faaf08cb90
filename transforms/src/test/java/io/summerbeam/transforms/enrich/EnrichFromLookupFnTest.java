package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupSettings;
import io.summerbeam.transforms.lookup.MemorySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.junit.Test;

/** The life of an instance: bundles that are interrupted, and what is left of them. */
public class EnrichFromLookupFnTest {

  private static final Schema ORDER = Schema.builder().addInt64Field("item").build();

  private final MemorySource source = new MemorySource(UUID.randomUUID().toString());
  private final List<String> out = new ArrayList<>();

  @Test
  public void bundleAfterAnInterruptedOne_startsClean() throws Exception {
    EnrichFromLookupFn fn = SerializableUtils.clone(fn());
    fn.setup();
    source.server().answers = keys -> new CompletableFuture<>();
    fn.startBundle();
    fn.process(context(fn, 1), GlobalWindow.INSTANCE);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> fn.finishBundle(end(fn)));
    assertThat(out, empty());

    source.server().answers =
        keys -> CompletableFuture.completedFuture(MemorySource.Server.found(keys));
    fn.startBundle();
    fn.process(context(fn, 2), GlobalWindow.INSTANCE);
    fn.finishBundle(end(fn));

    assertThat(out, contains("n2"));
    fn.teardown();
    fn.teardown();
    assertThat(source.server().closed.get(), equalTo(1));
  }

  @Test
  public void hundredInstancesThatAreTornDownInTheirBundle_leaveNothing() throws Exception {
    source.server().answers = keys -> new CompletableFuture<>();
    int threads = timers();
    for (int i = 0; i < 100; i++) {
      EnrichFromLookupFn fn = fn();
      fn.setup();
      fn.startBundle();
      for (long id = 0; id < 3; id++) {
        fn.process(context(fn, id), GlobalWindow.INSTANCE);
      }
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> fn.finishBundle(end(fn)));
      fn.teardown();
    }

    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (timers() > threads && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(timers(), equalTo(threads));
    assertThat(source.server().requests, hasSize(200));
    assertThat(source.server().opened.get(), equalTo(100));
    assertThat(source.server().closed.get(), equalTo(100));
  }

  private EnrichFromLookupFn fn() {
    Enrichment enrichment =
        Enrichment.of("Enrich.fromLookup()").on("item", "id").take("name", "item_name");
    return new EnrichFromLookupFn(
        "Enrich",
        source,
        LookupSettings.builder()
            .setRetries(3)
            .setFirstBackoff(Duration.ofMillis(1))
            .setMaxBackoff(Duration.ofMillis(2))
            .setTimeout(Duration.ofMinutes(1))
            .build(),
        new BundleLimits(2, Duration.ofDays(1), 4, 100),
        enrichment,
        enrichment.keyReader(ORDER, MemorySource.KEY),
        enrichment.appender(ORDER, MemorySource.VALUE),
        null);
  }

  private static int timers() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("summerbeam-lookup-timer"))
            .count();
  }

  private void take(Row row) {
    out.add(row.getString("item_name"));
  }

  private DoFn<Row, Row>.FinishBundleContext end(EnrichFromLookupFn fn) {
    return fn.new FinishBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return PipelineOptionsFactory.create();
      }

      @Override
      public void output(Row output, Instant timestamp, BoundedWindow window) {
        take(output);
      }

      @Override
      public <T> void output(TupleTag<T> tag, T output, Instant timestamp, BoundedWindow window) {
        throw new AssertionError("There are no dead letters.");
      }
    };
  }

  private DoFn<Row, Row>.ProcessContext context(EnrichFromLookupFn fn, long item) {
    return fn.new ProcessContext() {
      @Override
      public Row element() {
        return Row.withSchema(ORDER).addValues(item).build();
      }

      @Override
      public Instant timestamp() {
        return Instant.EPOCH;
      }

      @Override
      public PaneInfo pane() {
        return PaneInfo.NO_FIRING;
      }

      @Override
      public void output(Row output) {
        take(output);
      }

      @Override
      public void outputWindowedValue(
          Row output,
          Instant timestamp,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        take(output);
      }

      @Override
      public PipelineOptions getPipelineOptions() {
        return PipelineOptionsFactory.create();
      }

      @Override
      public void outputWithTimestamp(Row output, Instant timestamp) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void output(TupleTag<T> tag, T output) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void outputWithTimestamp(TupleTag<T> tag, T output, Instant timestamp) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void outputWindowedValue(
          TupleTag<T> tag,
          T output,
          Instant timestamp,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> T sideInput(PCollectionView<T> view) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String currentRecordId() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Long currentRecordOffset() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
