package io.summerbeam.sdk.portability;

/**
 * A composite transform that needs what not every runner has, and knows what its user can do
 * instead. Where the runner lacks what a step inside of it needs, the preflight says this; else it
 * says what helps in general, which who writes a DoFn can follow and who applies a transform
 * cannot.
 */
public interface HasAlternative {

  /** What to do instead: one sentence, in the words of the transform's own settings. */
  String alternative();
}
