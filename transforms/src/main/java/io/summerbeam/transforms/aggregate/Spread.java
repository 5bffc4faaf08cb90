package io.summerbeam.transforms.aggregate;

/** How far numbers are from their mean: which of the usual measures of it. */
enum Spread {
  VARIANCE("variance", true, false),
  STDDEV("stddev", true, true),
  POPULATION_VARIANCE("populationVariance", false, false),
  POPULATION_STDDEV("populationStddev", false, true);

  private final String function;
  private final boolean ofSample;
  private final boolean root;

  Spread(String function, boolean ofSample, boolean root) {
    this.function = function;
    this.ofSample = ofSample;
    this.root = root;
  }

  String function() {
    return function;
  }

  /** Whether the square root is taken. */
  boolean isRoot() {
    return root;
  }

  /** What the squares of the distances are divided by; not positive where there is no result. */
  long divisor(long count) {
    return ofSample ? count - 1 : count;
  }
}
