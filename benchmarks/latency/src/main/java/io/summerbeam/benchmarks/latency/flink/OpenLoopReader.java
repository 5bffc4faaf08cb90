package io.summerbeam.benchmarks.latency.flink;

import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.OpenLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Puts out numbers; where the next one is not created yet, the task sleeps until then. */
final class OpenLoopReader implements SourceReader<Long, NumberSequenceSplit> {

  private final SourceReaderContext context;
  private final OpenLoop loop = Measurement.current().loop();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private @Nullable NumberSequenceSplit split;
  private long next;

  OpenLoopReader(SourceReaderContext context) {
    this.context = context;
  }

  @Override
  public void start() {
    if (split == null) {
      context.sendSplitRequest();
    }
  }

  @Override
  public void addSplits(List<NumberSequenceSplit> splits) {
    split = splits.get(0);
    next = split.from();
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) {
    if (split == null) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    long nanos = loop.nanosUntil(next);
    if (nanos == OpenLoop.END) {
      return InputStatus.END_OF_INPUT;
    }
    if (nanos > 0) {
      available =
          CompletableFuture.runAsync(
              () -> {},
              CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run));
      return InputStatus.NOTHING_AVAILABLE;
    }
    output.collect(next);
    next++;
    return InputStatus.MORE_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpoint) {
    NumberSequenceSplit reading = split;
    return reading == null
        ? List.of()
        : List.of(new NumberSequenceSplit(reading.splitId(), next, reading.to()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    Measurement.current().checkpointCompleted();
  }

  @Override
  public void close() {}
}
