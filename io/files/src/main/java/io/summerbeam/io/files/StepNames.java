package io.summerbeam.io.files;

/** The rule for the names of steps. */
final class StepNames {

  private StepNames() {}

  static String check(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return stepName;
  }
}
