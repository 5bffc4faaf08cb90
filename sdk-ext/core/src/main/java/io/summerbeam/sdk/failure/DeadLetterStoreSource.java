package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.Serializable;

/**
 * Where a {@link DeadLetterStore} is: the settings, which travel with a pipeline.
 *
 * <pre>{@code
 * DeadLetterStoreSource source = () -> FileDeadLetterStore.in("out/dead-letters");
 * }</pre>
 */
@FunctionalInterface
public interface DeadLetterStoreSource extends Serializable {

  /**
   * Opens the store on a worker.
   *
   * @throws IOException if it is not there or refuses
   */
  DeadLetterStore open() throws IOException;
}
