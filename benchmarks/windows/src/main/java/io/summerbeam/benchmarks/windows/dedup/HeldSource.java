package io.summerbeam.benchmarks.windows.dedup;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;

/** The numbers up to a last one, and then nothing, but no end. */
final class HeldSource extends NumberSequenceSource {

  private static final long serialVersionUID = 1;

  HeldSource(long last) {
    super(0, last);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new HeldReader(context);
  }
}
