package io.summerbeam.benchmarks.latency.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.Plan;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.junit.Test;

public class OpenLoopSourceTest {

  private static final String FLIGHTS = "../../samples/data/flights/flights.jsonl";
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @Test
  public void reader_goesOnWhereTheCheckpointWas() throws Exception {
    Measurement.begin(Plan.of(100_000, 1, ""), FLIGHTS);
    OpenLoopSource source = new OpenLoopSource();
    UnboundedReader<String> reader = source.createReader(OPTIONS, null);
    assertThat(reader.start(), is(true));
    byte[] mark =
        CoderUtils.encodeToByteArray(PositionCoder.of(), (Position) reader.getCheckpointMark());
    assertThat(reader.advance(), is(true));
    UnboundedReader<String> restored =
        source.createReader(OPTIONS, CoderUtils.decodeFromByteArray(PositionCoder.of(), mark));
    assertThat(restored.start(), is(true));
    assertThat(restored.getCurrent(), is(reader.getCurrent()));
    assertThat(restored.getWatermark(), is(Instant.parse("2001-01-01T01:10:00Z")));
    assertThat(restored.getCurrentTimestamp(), is(restored.getWatermark()));
  }

  @Test
  public void watermark_isAtTheEndWhenTheStreamIs() throws Exception {
    Measurement.begin(Plan.of(1, 1, ""), FLIGHTS);
    UnboundedReader<String> reader = new OpenLoopSource().createReader(OPTIONS, null);
    assertThat(reader.start(), is(true));
    assertThat(reader.getWatermark(), lessThan(BoundedWindow.TIMESTAMP_MAX_VALUE));
    while (reader.advance()) {
      assertThat(reader.getWatermark(), lessThan(BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
    assertThat(reader.getWatermark(), is(BoundedWindow.TIMESTAMP_MAX_VALUE));
  }
}
