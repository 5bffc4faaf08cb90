package io.summerbeam.runners.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Outputs that nobody reads, of a step that has others that are read. Where Beam's runner keeps
 * those otherwise than as objects in memory, it has the coders of those alone, looks for that of
 * each element, and fails with a NullPointerException (Beam issue 37994). BigQuery's own write has
 * such steps. So each of them gets a reader, which does nothing.
 */
final class UnreadOutputs {

  private UnreadOutputs() {}

  static void read(Pipeline pipeline) {
    Finder finder = new Finder();
    pipeline.traverseTopologically(finder);
    List<PCollection<?>> unread = new ArrayList<>();
    for (TransformHierarchy.Node step : finder.steps) {
      List<PCollection<?>> ofStep = finder.unread(step);
      // What is left of a step is not kept at all where it is one output.
      if (step.getOutputs().size() - ofStep.size() > 1) {
        unread.addAll(ofStep);
      }
    }
    for (int i = 0; i < unread.size(); i++) {
      unread.get(i).apply("ReadNothing" + i, ParDo.of(new NothingFn()));
    }
  }

  private static final class Finder extends Pipeline.PipelineVisitor.Defaults {

    final List<TransformHierarchy.Node> steps = new ArrayList<>();
    private final Set<PValue> read = new HashSet<>();

    @Override
    public void visitPrimitiveTransform(TransformHierarchy.Node node) {
      read.addAll(node.getInputs().values());
      if (node.getTransform() instanceof ParDo.MultiOutput) {
        steps.add(node);
      }
    }

    /** Without the main one, which the runner always takes for read. */
    List<PCollection<?>> unread(TransformHierarchy.Node step) {
      TupleTag<?> main = ((ParDo.MultiOutput<?, ?>) step.getTransform()).getMainOutputTag();
      List<PCollection<?>> unread = new ArrayList<>();
      step.getOutputs()
          .forEach(
              (tag, output) -> {
                if (!tag.equals(main) && !read.contains(output)) {
                  unread.add(output);
                }
              });
      return unread;
    }
  }

  private static final class NothingFn extends DoFn<Object, Void> {

    @ProcessElement
    public void process() {
      // It is enough that there is somebody.
    }
  }
}
