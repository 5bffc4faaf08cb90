package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/** Reads the values of one place of a writer's schema as a Row is to have them. */
interface AvroReader {

  /** Reads a value to its end. */
  @Nullable Object read(AvroInput in) throws MalformedException;
}
