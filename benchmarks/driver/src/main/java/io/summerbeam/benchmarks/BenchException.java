package io.summerbeam.benchmarks;

/** There is no result. The message says why and where to look; the command ends with code 1. */
final class BenchException extends Exception {

  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
