package io.summerbeam.transforms.dedup;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.state.MapState;

/** Decides by the event times of what was let through, and remembers what it lets through. */
interface Judge extends Serializable {

  /**
   * Whether a record is let through; then it is remembered, too.
   *
   * @param kept times of what was let through, of which those in a value belong to the state
   */
  boolean letsThrough(Digest digest, long time, MapState<Stretch, List<Long>> kept);
}
