package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.AllRead;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.NumberSequenceIterator;

/** Waits for ever where its numbers end, and tells when a checkpoint has all of them. */
@SuppressWarnings("try") // Flink's readers may throw anything when they are closed.
final class HeldReader
    extends IteratorSourceReader<Long, NumberSequenceIterator, NumberSequenceSplit> {

  private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

  private boolean ended;
  private long firstWithAll = Long.MAX_VALUE;

  HeldReader(SourceReaderContext context) {
    super(context);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Long> output) {
    InputStatus status = super.pollNext(output);
    if (status != InputStatus.END_OF_INPUT) {
      return status;
    }
    ended = true;
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return ended ? NEVER : super.isAvailable();
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpoint) {
    if (ended) {
      firstWithAll = Math.min(firstWithAll, checkpoint);
    }
    return super.snapshotState(checkpoint);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (checkpoint >= firstWithAll) {
      AllRead.checkpointed();
    }
  }
}
