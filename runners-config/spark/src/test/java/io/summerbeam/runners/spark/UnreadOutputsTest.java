package io.summerbeam.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Steps of whose outputs not all are read. */
@RunWith(JUnit4.class)
public final class UnreadOutputsTest {

  private static final TupleTag<Long> MAIN = new TupleTag<>("main") {};
  private static final TupleTag<Long> READ = new TupleTag<>("read") {};
  private static final TupleTag<Long> UNREAD = new TupleTag<>("unread") {};

  private final SparkProfile profile = new SparkProfile();

  @Test
  public void stepWithAnOutputThatNobodyReads_runs() {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setJobName("unread");
    profile.defaults(options, Set.of());
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple outputs = outputs(pipeline);
    PAssert.that(outputs.get(MAIN)).containsInAnyOrder(1L, 2L);
    PAssert.that(outputs.get(READ)).containsInAnyOrder(-1L, -2L);

    profile.prepare(pipeline);

    assertThat(pipeline.run().waitUntilFinish(), equalTo(PipelineResult.State.DONE));
  }

  @Test
  public void readers_areOfTheUnreadAlone() {
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple outputs = outputs(pipeline);
    outputs.get(MAIN).apply("ReadMain", ParDo.of(new CopyFn()));
    outputs.get(READ).apply("ReadRead", ParDo.of(new CopyFn()));

    profile.prepare(pipeline);

    assertThat(readers(pipeline), contains(outputs.get(UNREAD)));
  }

  @Test
  public void stepOfWhichOneOutputIsRead_getsNoReader() {
    Pipeline pipeline = Pipeline.create();
    outputs(pipeline).get(MAIN).apply("ReadMain", ParDo.of(new CopyFn()));

    profile.prepare(pipeline);

    assertThat(readers(pipeline), empty());
  }

  private static PCollectionTuple outputs(Pipeline pipeline) {
    return pipeline
        .apply(Create.of(1L, 2L))
        .apply(ParDo.of(new ThreeFn()).withOutputTags(MAIN, TupleTagList.of(READ).and(UNREAD)));
  }

  private static List<PCollection<?>> readers(Pipeline pipeline) {
    List<PCollection<?>> read = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getFullName().startsWith("ReadNothing")) {
              node.getInputs().values().forEach(input -> read.add((PCollection<?>) input));
            }
          }
        });
    return read;
  }

  private static final class ThreeFn extends DoFn<Long, Long> {

    @ProcessElement
    public void process(@Element Long element, MultiOutputReceiver out) {
      out.get(MAIN).output(element);
      out.get(READ).output(-element);
      out.get(UNREAD).output(0L);
    }
  }

  private static final class CopyFn extends DoFn<Long, Long> {

    @ProcessElement
    public void process(@Element Long element, OutputReceiver<Long> out) {
      out.output(element);
    }
  }
}
