package io.summerbeam.benchmarks.latency.flink;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;

/** The numbers of the records, each when it is created. One task reads all. */
final class OpenLoopSource extends NumberSequenceSource {

  private static final long serialVersionUID = 1;

  OpenLoopSource() {
    super(0, Long.MAX_VALUE - 1);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new OpenLoopReader(context);
  }
}
