package io.summerbeam.benchmarks.latency.beam;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The lines of the stream, each when it is created. It is not split. */
public final class OpenLoopSource extends UnboundedSource<String, Position> {

  private static final long serialVersionUID = 1;

  /** Of the measurement of this JVM. */
  public OpenLoopSource() {}

  @Override
  public List<OpenLoopSource> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<String> createReader(
      PipelineOptions options, @Nullable Position position) {
    return new OpenLoopReader(this, position == null ? 0 : position.next());
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return PositionCoder.of();
  }

  @Override
  public Coder<String> getOutputCoder() {
    return StringUtf8Coder.of();
  }
}
