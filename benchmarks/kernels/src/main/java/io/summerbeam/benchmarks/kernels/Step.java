package io.summerbeam.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Takes transforms apart, as a runner does: what is in them is found in the pipeline they make. */
final class Step {

  private Step() {}

  /** A collection of nothing in a pipeline of its own, to apply a transform to. */
  static <T> PCollection<T> nothing(Coder<T> coder) {
    return Pipeline.create(PipelineOptionsFactory.create()).apply("Nothing", Create.empty(coder));
  }

  /** The one ParDo that a transform of rows is. */
  static ParDo.MultiOutput<Row, Row> parDo(
      PTransform<PCollection<Row>, PCollection<Row>> transform, Coder<Row> coder) {
    PCollection<Row> input = nothing(coder);
    input.apply("Kernel", transform);
    return parDo(input.getPipeline(), "Kernel");
  }

  /** The ParDo whose full name contains another. Who asks knows what goes in and comes out. */
  @SuppressWarnings("unchecked")
  static <I, O> ParDo.MultiOutput<I, O> parDo(Pipeline pipeline, String name) {
    return (ParDo.MultiOutput<I, O>) find(pipeline, ParDo.MultiOutput.class, name);
  }

  /** The transform of a class whose full name contains another. */
  static PTransform<?, ?> find(Pipeline pipeline, Class<?> type, String name) {
    List<PTransform<?, ?>> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            look(node);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            look(node);
          }

          private void look(TransformHierarchy.Node node) {
            PTransform<?, ?> transform = node.getTransform();
            if (type.isInstance(transform)) {
              names.add(node.getFullName());
              if (node.getFullName().contains(name)) {
                found.add(transform);
              }
            }
          }
        });
    if (found.size() != 1) {
      throw new IllegalStateException(
          "one "
              + type.getSimpleName()
              + " must have '"
              + name
              + "' in its name, but there are: "
              + names);
    }
    return found.get(0);
  }
}
