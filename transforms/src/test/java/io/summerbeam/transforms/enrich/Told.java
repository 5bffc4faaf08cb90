package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.step.StepContext;
import java.util.Map;
import java.util.TreeMap;

/** What a step said of its rows. */
final class Told implements StepContext {

  Failure failed;
  Failure stopped;
  int dropped;
  final Map<String, Long> counts = new TreeMap<>();

  @Override
  public void drop() {
    dropped++;
  }

  @Override
  public void fail(Failure failure) {
    failed = failure;
  }

  @Override
  public void stop(Failure failure) {
    stopped = failure;
  }

  @Override
  public void count(String what, long count) {
    counts.merge(what, count, Long::sum);
  }
}
