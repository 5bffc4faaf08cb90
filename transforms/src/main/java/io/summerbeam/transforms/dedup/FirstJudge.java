package io.summerbeam.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.MapState;
import org.jspecify.annotations.Nullable;

/** Lets the first of near records through, in the order in which they arrive. */
final class FirstJudge implements Judge {

  private static final long serialVersionUID = 1;

  /**
   * How many times as long as what is near a {@link Stretch} is: few records are so near its ends
   * that the next one must be looked at too, and few times are in one.
   */
  private static final int STRETCH = 16;

  private final long withinMillis;

  /**
   * @param withinMillis two records at this distance or more are no duplicates
   */
  FirstJudge(long withinMillis) {
    this.withinMillis = withinMillis;
  }

  @Override
  public boolean letsThrough(Digest digest, long time, MapState<Stretch, List<Long>> kept) {
    long length = STRETCH * withinMillis;
    long number = Math.floorDiv(time, length);
    long from = Math.floorMod(time, length);
    Stretch stretch = new Stretch(digest, number);
    List<Long> times = kept.get(stretch).read();
    if (isNear(time, times)
        || (from < withinMillis && isNear(time, kept.get(new Stretch(digest, number - 1)).read()))
        || (length - from <= withinMillis
            && isNear(time, kept.get(new Stretch(digest, number + 1)).read()))) {
      return false;
    }
    kept.put(stretch, with(time, times));
    return true;
  }

  private boolean isNear(long time, @Nullable List<Long> times) {
    if (times == null) {
      return false;
    }
    for (int i = 0; i < times.size(); i++) {
      if (Math.abs(time - times.get(i)) < withinMillis) {
        return true;
      }
    }
    return false;
  }

  // A new list: what was read belongs to the state.
  private static List<Long> with(long time, @Nullable List<Long> times) {
    if (times == null) {
      return List.of(time);
    }
    List<Long> all = new ArrayList<>(times);
    all.add(time);
    return all;
  }
}
