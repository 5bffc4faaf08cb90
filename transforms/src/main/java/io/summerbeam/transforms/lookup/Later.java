package io.summerbeam.transforms.lookup;

import java.time.Duration;

/** Does something after a while, so that a test can say when that is. */
@FunctionalInterface
interface Later {

  /**
   * Runs a task on another thread when this time has passed.
   *
   * @return what keeps it from running, unless it has begun
   */
  Runnable run(Runnable task, Duration delay);
}
