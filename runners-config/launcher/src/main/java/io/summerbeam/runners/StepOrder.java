package io.summerbeam.runners;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;

/** Where the steps stand in a pipeline: a step is called as its transform, or as a part of it. */
final class StepOrder {

  private final List<String> transforms;

  private StepOrder(List<String> transforms) {
    this.transforms = transforms;
  }

  static StepOrder of(Pipeline pipeline) {
    List<String> transforms = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            transforms.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            transforms.add(node.getFullName());
          }
        });
    return new StepOrder(transforms);
  }

  /** Whether a step is one of the transforms. */
  boolean has(String step) {
    return rank(step) < transforms.size();
  }

  /** The place of a step among the transforms; a step that is none of them comes last. */
  int rank(String step) {
    String wanted = "/" + step + "/";
    for (int i = 0; i < transforms.size(); i++) {
      if (("/" + transforms.get(i) + "/").contains(wanted)) {
        return i;
      }
    }
    return transforms.size();
  }
}
