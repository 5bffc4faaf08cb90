package io.summerbeam.runners;

/** Ends what may never end: an engine that hangs while it is stopped, as Spark streaming does. */
final class Patience {

  static final long MILLIS = 5_000;

  private Patience() {}

  /** Does a task in a thread of its own; false if it is not done within {@value #MILLIS} ms. */
  static boolean ends(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
