package io.summerbeam.runners;

import io.summerbeam.sdk.metric.CounterName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;

/**
 * The expectations of a pipeline, in the order of its steps and of their names, with nothing
 * counted. Transforms show each of them in their display data, under a key of the kind {@link
 * CounterName#EXPECTATION_ACTION}.
 */
final class DeclaredExpectations {

  private DeclaredExpectations() {}

  static List<ExpectationCount> of(Pipeline pipeline) {
    Map<CounterName, ExpectationCount> declared = new LinkedHashMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              displayData(node.getTransform())
                  .ifPresent(
                      data ->
                          // Display data has no order of its own.
                          data.items().stream()
                              .sorted(Comparator.comparing(DisplayData.Item::getKey))
                              .forEach(item -> note(item, declared)));
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return new ArrayList<>(declared.values());
  }

  private static void note(DisplayData.Item item, Map<CounterName, ExpectationCount> declared) {
    CounterName.parse(item.getKey())
        .ifPresent(
            key ->
                key.after(CounterName.EXPECTATION_ACTION)
                    .ifPresent(
                        name ->
                            declared.put(
                                key,
                                ExpectationCount.of(
                                    key.step(), name, String.valueOf(item.getValue()), 0, 0))));
  }

  private static Optional<DisplayData> displayData(HasDisplayData transform) {
    try {
      return Optional.of(DisplayData.from(transform));
    } catch (RuntimeException e) {
      // A transform of the user's that cannot be displayed can be run.
      return Optional.empty();
    }
  }
}
