package io.summerbeam.runners;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Where the steps stand in a pipeline, and what they expect of their records. A step is called as
 * its transform, or as a part of it.
 */
final class StepOrder {

  private final List<String> transforms;

  /** The names of the transforms whose records a transform takes, as its input and not aside. */
  private final Map<String, Set<String>> before;

  /** The names of the transforms whose records go into side inputs. */
  private final Set<String> aside;

  private final List<ExpectationCount> expectations;

  private StepOrder(
      List<String> transforms,
      Map<String, Set<String>> before,
      Set<String> sideInputs,
      List<ExpectationCount> expectations) {
    this.transforms = transforms;
    this.before = before;
    this.aside = withAllBefore(sideInputs);
    this.expectations = expectations;
  }

  static StepOrder of(Pipeline pipeline) {
    List<String> transforms = new ArrayList<>();
    Map<String, Set<String>> before = new HashMap<>();
    Map<PValue, String> producers = new HashMap<>();
    Set<String> sideInputs = new HashSet<>();
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
            Set<String> from = new HashSet<>();
            before.put(node.getFullName(), from);
            Set<TupleTag<?>> sideTags = sideTags(node);
            node.getInputs()
                .forEach(
                    (tag, input) -> {
                      String producer = producers.get(input);
                      if (producer != null) {
                        (sideTags.contains(tag) ? sideInputs : from).add(producer);
                      }
                    });
            node.getOutputs().values().forEach(output -> producers.put(output, node.getFullName()));
            // A side input is what goes into a view; what makes the view has nothing behind it.
            if (node.getTransform() instanceof View.CreatePCollectionView) {
              sideInputs.add(node.getFullName());
            }
          }
        });
    return new StepOrder(transforms, before, sideInputs, DeclaredExpectations.of(pipeline));
  }

  /** The expectations of the steps, in the order of the pipeline, with nothing counted. */
  List<ExpectationCount> expectations() {
    return expectations;
  }

  /** Whether a step is one of the transforms. */
  boolean has(String step) {
    return rank(step) < transforms.size();
  }

  /** The place of a step among the transforms; a step that is none of them comes last. */
  int rank(String step) {
    for (int i = 0; i < transforms.size(); i++) {
      if (isPartOf(transforms.get(i), step)) {
        return i;
      }
    }
    return transforms.size();
  }

  /**
   * Whether records of a step come to another one, or it is that other one. Those of a table that
   * is looked up do not: they come to it aside, as a side input.
   */
  boolean feeds(String step, String other) {
    Set<String> parts =
        before.keySet().stream().filter(name -> isPartOf(name, other)).collect(Collectors.toSet());
    // A step that looks up has parts that only prepare the table.
    if (!aside.containsAll(parts)) {
      parts.removeAll(aside);
    }
    return withAllBefore(parts).stream().anyMatch(name -> isPartOf(name, step));
  }

  private Set<String> withAllBefore(Set<String> names) {
    Set<String> all = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.remove();
      if (all.add(name)) {
        open.addAll(before.getOrDefault(name, Set.of()));
      }
    }
    return all;
  }

  private static boolean isPartOf(String transform, String step) {
    return ("/" + transform + "/").contains("/" + step + "/");
  }

  private static Set<TupleTag<?>> sideTags(TransformHierarchy.Node node) {
    PTransform<?, ?> transform = node.getTransform();
    return transform == null ? Set.of() : transform.getAdditionalInputs().keySet();
  }
}
