package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.step.StepContext;

/** Hears why a value was not cast. */
final class Misfit implements StepContext {

  private String message = "";

  /** The field and the rule, without the value. */
  String message() {
    return message;
  }

  @Override
  public void drop() {}

  @Override
  public void fail(Failure failure) {
    message = failure.message();
  }

  @Override
  public void stop(Failure failure) {
    message = failure.message();
  }

  @Override
  public void count(String what, long count) {}
}
