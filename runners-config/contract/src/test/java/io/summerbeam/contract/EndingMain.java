package io.summerbeam.contract;

/**
 * The end of a {@code main} whose JVM would not end by itself: Beam's readers of a pipeline that
 * was cancelled keep threads.
 */
final class EndingMain {

  private EndingMain() {}

  /** What a {@code main} does. */
  interface Body {
    void run() throws Exception;
  }

  /** Runs it and ends the JVM: with 1 where it fails, and says why. */
  static void run(Body body) {
    try {
      body.run();
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }
}
