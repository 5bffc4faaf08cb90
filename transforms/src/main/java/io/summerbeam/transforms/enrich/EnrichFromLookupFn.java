package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import io.summerbeam.transforms.lookup.Answer;
import io.summerbeam.transforms.lookup.Answered;
import io.summerbeam.transforms.lookup.AskFailure;
import io.summerbeam.transforms.lookup.BundleLimits;
import io.summerbeam.transforms.lookup.LookupBundle;
import io.summerbeam.transforms.lookup.LookupCounts;
import io.summerbeam.transforms.lookup.LookupEngine;
import io.summerbeam.transforms.lookup.LookupSettings;
import io.summerbeam.transforms.lookup.SharedEngines;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects the records of a bundle, and puts each out when its key is answered. */
final class EnrichFromLookupFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final RowLookupSource source;
  private final LookupSettings settings;
  private final BundleLimits limits;
  private final KeyReader keyReader;
  private final RowAppender appender;
  private final OnMiss onMiss;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private final LookupCounts lookupCounts;
  private final Failure miss;

  private transient @Nullable LookupEngine engine;
  private transient @Nullable LookupBundle<HeldRecord> bundle;

  EnrichFromLookupFn(
      String stepName,
      RowLookupSource source,
      LookupSettings settings,
      BundleLimits limits,
      Enrichment enrichment,
      KeyReader keyReader,
      RowAppender appender,
      @Nullable DeadLetterFactory deadLetters) {
    this.stepName = stepName;
    this.source = source;
    this.settings = settings;
    this.limits = limits;
    this.keyReader = keyReader;
    this.appender = appender;
    this.onMiss = enrichment.onMiss();
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
    this.lookupCounts = new LookupCounts(stepName, counters);
    this.miss = enrichment.miss();
  }

  @Setup
  public void setup() throws LookupException, InterruptedException {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
    engine = SharedEngines.ofThisJvm().acquire(source, settings);
  }

  @StartBundle
  public void startBundle() {
    giveUp();
    LookupEngine opened = engine;
    if (opened == null) {
      throw new IllegalStateException(stepName + ": the lookup is not open.");
    }
    bundle = new LookupBundle<>(opened, limits, lookupCounts);
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) throws InterruptedException {
    counters.in();
    LookupBundle<HeldRecord> records = bundle();
    Row row = context.element();
    Object key = keyReader.readValue(row);
    Answer answer = key == null ? Answer.NONE : records.cached(key);
    if (answer == null && key != null) {
      records.hold(key, new HeldRecord(row, context.timestamp(), window, context.pane()));
    }
    records.tend();
    if (answer != null) {
      @Nullable Object[] found = answer.values();
      if (found != null) {
        counters.out();
        context.output(appender.append(row, found));
      } else {
        put(
            new HeldRecord(row, context.timestamp(), window, context.pane()),
            answer,
            new DuringBundle(context));
      }
    }
    Answered<HeldRecord> next = records.poll();
    if (next != null) {
      Outputs outputs = new DuringBundle(context);
      do {
        put(next.record(), next.answer(), outputs);
        next = records.poll();
      } while (next != null);
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws InterruptedException {
    LookupBundle<HeldRecord> records = bundle();
    Outputs outputs = new AtItsEnd(context);
    while (records.finish()) {
      Answered<HeldRecord> next;
      while ((next = records.poll()) != null) {
        put(next.record(), next.answer(), outputs);
      }
    }
    bundle = null;
    counters.flush();
  }

  @Teardown
  public void teardown() {
    boolean unfinished = bundle != null;
    giveUp();
    if (engine == null) {
      return;
    }
    engine = null;
    if (unfinished) {
      // The lookup may be why, and who tries the bundle again should not get it. Where the job is
      // cancelled, nobody wants what is still asked for.
      SharedEngines.ofThisJvm().discard(source, settings);
    } else {
      SharedEngines.ofThisJvm().release(source, settings);
    }
  }

  // A bundle that was interrupted leaves its records behind; they come again with another one.
  private void giveUp() {
    // Once read: a runner may tear down while another thread is at its end.
    LookupBundle<HeldRecord> left = bundle;
    bundle = null;
    if (left != null) {
      left.giveUp();
    }
  }

  // A record leaves while another one, perhaps of a later time, is at hand. The watermark waits for
  // the end of the bundle that both are in.
  @Override
  @SuppressWarnings("deprecation") // Nothing else lets a bundle send on what came before.
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private void put(HeldRecord record, Answer answer, Outputs outputs) {
    AskFailure failure = answer.failure();
    if (failure != null) {
      if (engine == null) {
        // Of another thread. The record is not to blame, and comes again with another bundle.
        throw new IllegalStateException(stepName + ": torn down in the middle of a bundle.");
      }
      fail(
          record,
          Failure.of(Reason.LOOKUP_FAILED, failure.message(), failure.cause())
              .with(
                  failure.retryable() ? Severity.RETRYABLE : Severity.PERMANENT,
                  failure.attempts()),
          outputs);
      return;
    }
    @Nullable Object[] found = answer.values();
    if (found != null) {
      counters.out();
      outputs.out(record, appender.append(record.row(), found));
      return;
    }
    switch (onMiss) {
      case KEEP -> {
        counters.add("lookup_misses", 1);
        counters.out();
        outputs.out(record, appender.append(record.row(), null));
      }
      case DROP -> counters.dropped();
      case FAIL -> fail(record, miss, outputs);
    }
  }

  private void fail(HeldRecord record, Failure failure, Outputs outputs) {
    DeadLetterFactory factory = deadLetters;
    if (factory == null) {
      throw StepFailedException.of(stepName, failure, Provenance.of(record.row()));
    }
    counters.dead(failure.reason().code());
    outputs.dead(record, factory.ofRow(record.row(), record.timestamp(), record.window(), failure));
  }

  private LookupBundle<HeldRecord> bundle() {
    LookupBundle<HeldRecord> current = bundle;
    if (current == null) {
      throw new IllegalStateException(stepName + ": there is no bundle.");
    }
    return current;
  }

  /** Where records leave: each with its own window and timestamp. */
  private interface Outputs {
    void out(HeldRecord record, Row row);

    void dead(HeldRecord record, DeadLetter letter);
  }

  private record DuringBundle(DoFn<Row, Row>.ProcessContext context) implements Outputs {

    @Override
    public void out(HeldRecord record, Row row) {
      context.outputWindowedValue(row, record.timestamp(), List.of(record.window()), record.pane());
    }

    @Override
    public void dead(HeldRecord record, DeadLetter letter) {
      context.outputWindowedValue(
          EnrichFromLookup.DEAD,
          letter,
          record.timestamp(),
          List.of(record.window()),
          record.pane());
    }
  }

  private record AtItsEnd(DoFn<Row, Row>.FinishBundleContext context) implements Outputs {

    @Override
    public void out(HeldRecord record, Row row) {
      context.output(row, record.timestamp(), record.window());
    }

    @Override
    public void dead(HeldRecord record, DeadLetter letter) {
      context.output(EnrichFromLookup.DEAD, letter, record.timestamp(), record.window());
    }
  }
}
