package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.source.SourceOptions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

/** Topics that are read to their end by a source, or by steps: what is read is the same. */
public class ReadBoundedTopicsTest {

  private static final long TIME = 1_600_000_000_000L;
  private static final Schema SCHEMA = Schema.builder().addInt64Field("id").build();

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  @Test
  public void read_unlessAskedFor_isNoSource() {
    PCollection<Row> rows = read();
    assertThat(hasSource(), equalTo(false));
    assertIds(rows);
  }

  @Test
  public void read_splitBySource_isASource() {
    pipeline.getOptions().as(SourceOptions.class).setSplitBySource(true);
    PCollection<Row> rows = read();
    assertThat(hasSource(), equalTo(true));
    assertIds(rows);
  }

  private PCollection<Row> read() {
    String topic = TestBroker.topic(2);
    TestBroker.write(
        TestBroker.record(topic, 0, TIME, null, "{\"id\":1}"),
        TestBroker.record(topic, 0, TIME, null, "{\"id\":2}"),
        TestBroker.record(topic, 1, TIME, null, "{\"id\":3}"));
    return pipeline.apply(
        KafkaRows.read(TestBroker.connection(), topic).withSchema(SCHEMA).bounded());
  }

  private void assertIds(PCollection<Row> rows) {
    PAssert.that(rows.apply(MapElements.into(TypeDescriptors.longs()).via(r -> r.getInt64("id"))))
        .containsInAnyOrder(1L, 2L, 3L);
    pipeline.run();
  }

  private boolean hasSource() {
    AtomicBoolean found = new AtomicBoolean();
    pipeline.traverseTopologically(
        new PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof Read.Bounded) {
              found.set(true);
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return found.get();
  }
}
