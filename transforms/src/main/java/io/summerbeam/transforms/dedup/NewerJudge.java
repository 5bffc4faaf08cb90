package io.summerbeam.transforms.dedup;

import java.util.List;
import org.apache.beam.sdk.state.MapState;

/**
 * Lets each record through that is newer than those near it, and so an update of theirs.
 *
 * <p>A {@link Stretch} is as long as what is near. So of a stretch its first and its last time tell
 * all: one that is newer than a record in the same stretch is near it, and in the next one the
 * first is the nearest.
 */
final class NewerJudge implements Judge {

  private static final long serialVersionUID = 1;

  private final long withinMillis;

  /**
   * @param withinMillis a record is out of date if one was let through that is as new or newer, but
   *     by less than this
   */
  NewerJudge(long withinMillis) {
    this.withinMillis = withinMillis;
  }

  @Override
  public boolean letsThrough(Digest digest, long time, MapState<Stretch, List<Long>> kept) {
    long number = Math.floorDiv(time, withinMillis);
    Stretch stretch = new Stretch(digest, number);
    List<Long> here = kept.get(stretch).read();
    if (here != null && here.get(1) >= time) {
      return false;
    }
    List<Long> next = kept.get(new Stretch(digest, number + 1)).read();
    if (next != null && next.get(0) - time < withinMillis) {
      return false;
    }
    kept.put(stretch, List.of(here == null ? time : here.get(0), time));
    return true;
  }
}
