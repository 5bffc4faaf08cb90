package io.summerbeam.runners;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.portability.HasAlternative;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PValue;
import org.jspecify.annotations.Nullable;

/** What a pipeline and its transforms need of a runner. */
@AutoValue
abstract class Requirements {

  /** Whether some collection is unbounded, or streaming was asked for. */
  abstract boolean streaming();

  /** What the pipeline needs as a whole. */
  abstract Set<Capability> ofPipeline();

  /** What each transform needs, by its full name, in the order of the pipeline. */
  abstract Map<String, Set<Capability>> byTransform();

  /** What to do instead of each transform, by its full name, where one around it knows. */
  abstract Map<String, String> alternatives();

  static Requirements of(Pipeline pipeline) {
    Visitor visitor = new Visitor();
    pipeline.traverseTopologically(visitor);
    boolean asked = pipeline.getOptions().as(StreamingOptions.class).isStreaming();
    return new AutoValue_Requirements(
        visitor.unbounded || asked,
        ofPipeline(visitor.unbounded, asked),
        visitor.byTransform,
        visitor.alternatives);
  }

  private static Set<Capability> ofPipeline(boolean unbounded, boolean asked) {
    if (unbounded == asked) {
      return Set.of();
    }
    return Set.of(unbounded ? Capability.UNANNOUNCED_STREAMING : Capability.BOUNDED_STREAMING);
  }

  private static final class Visitor extends Pipeline.PipelineVisitor.Defaults {

    private final Map<String, Set<Capability>> byTransform = new LinkedHashMap<>();
    private final Map<String, String> alternatives = new HashMap<>();
    private boolean unbounded;

    @Override
    public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
      // Inside these is a splittable DoFn that every classic runner turns back into a plain read.
      boolean plainRead =
          node.getTransform() instanceof Read.Bounded
              || node.getTransform() instanceof Read.Unbounded;
      if (plainRead) {
        node.getOutputs().values().forEach(this::look);
      }
      return plainRead
          ? CompositeBehavior.DO_NOT_ENTER_TRANSFORM
          : CompositeBehavior.ENTER_TRANSFORM;
    }

    @Override
    public void visitPrimitiveTransform(TransformHierarchy.Node node) {
      if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo) {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        needed.addAll(DoFnRequirements.of(parDo.getFn(), mainInput(node, parDo)));
        if (parDo.getSideInputs().values().stream()
            .anyMatch(view -> isUnbounded(view.getPCollection()))) {
          needed.add(Capability.UNBOUNDED_SIDE_INPUT);
        }
        if (!needed.isEmpty()) {
          byTransform.put(node.getFullName(), needed);
          String alternative = alternativeTo(node);
          if (alternative != null) {
            alternatives.put(node.getFullName(), alternative);
          }
        }
      }
    }

    @Override
    public void visitValue(PValue value, TransformHierarchy.Node producer) {
      look(value);
    }

    private void look(PValue value) {
      unbounded |= isUnbounded(value);
    }

    /** That of the nearest transform around a node that has one. */
    private static @Nullable String alternativeTo(TransformHierarchy.Node node) {
      for (TransformHierarchy.Node around = node.getEnclosingNode();
          around != null;
          around = around.getEnclosingNode()) {
        if (around.getTransform() instanceof HasAlternative transform) {
          return transform.alternative();
        }
      }
      return null;
    }

    private static PCollection<?> mainInput(
        TransformHierarchy.Node node, ParDo.MultiOutput<?, ?> parDo) {
      return node.getInputs().entrySet().stream()
          .filter(input -> !parDo.getAdditionalInputs().containsKey(input.getKey()))
          .map(input -> (PCollection<?>) input.getValue())
          .findFirst()
          .orElseThrow();
    }

    private static boolean isUnbounded(@Nullable PValue value) {
      return value instanceof PCollection<?> collection
          && collection.isBounded() == IsBounded.UNBOUNDED;
    }
  }
}
