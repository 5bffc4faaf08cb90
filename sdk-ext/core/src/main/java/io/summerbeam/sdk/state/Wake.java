package io.summerbeam.sdk.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * When the one event-time timer of a key in the global window fires, and the event time it holds
 * the watermark of the output back to. Kept beside the timer, which does not tell; so a timer is
 * set again only where something has become earlier, which few records do.
 *
 * @param at when it fires, milliseconds
 * @param hold the earliest time of what it will put out, {@link #NEVER} where that is nothing
 */
public record Wake(long at, long hold) {

  /** No time: nothing to wait for, or nothing to hold. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long END = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  /** Fires at this time, too, at the latest, and holds this time, too. */
  public static void earlier(ValueState<Wake> state, Timer timer, long at, long hold) {
    Wake set = state.read();
    if (set == null) {
      arm(state, timer, new Wake(at, hold));
    } else if (at < set.at || hold < set.hold) {
      arm(state, timer, new Wake(Math.min(at, set.at), Math.min(hold, set.hold)));
    }
  }

  /** To be called when the timer has fired: sets it again, or not where nothing is to be done. */
  public static void next(ValueState<Wake> state, Timer timer, long at, long hold) {
    if (at == NEVER) {
      state.clear();
    } else {
      arm(state, timer, new Wake(at, hold));
    }
  }

  /**
   * The time that the watermark has reached when the timer fires; {@link #NEVER} where all time is
   * over. What is before it has been there, or is late.
   *
   * @param fired the timestamp of the timer, which is all that portable runners tell
   * @param watermark {@code timer.getCurrentRelativeTime()}
   */
  public static long now(Instant fired, Instant watermark) {
    long now = Math.max(fired.getMillis(), watermark.getMillis());
    return now >= END ? NEVER : now;
  }

  private static void arm(ValueState<Wake> state, Timer timer, Wake wake) {
    state.write(wake);
    // Beam refuses a timer behind the end of its window.
    long at = Math.min(wake.at, END);
    // Portable runners refuse a timer that holds a time later than its own.
    (wake.hold == NEVER
            ? timer.withNoOutputTimestamp()
            : timer.withOutputTimestamp(Instant.ofEpochMilli(Math.min(wake.hold, at))))
        .set(Instant.ofEpochMilli(at));
  }

  /** The coder of the state. */
  public static Coder<Wake> coder() {
    return WakeCoder.INSTANCE;
  }

  private static final class WakeCoder extends AtomicCoder<Wake> {

    private static final long serialVersionUID = 1;
    private static final WakeCoder INSTANCE = new WakeCoder();

    @Override
    public void encode(Wake wake, OutputStream out) throws IOException {
      BigEndianLongCoder.of().encode(wake.at(), out);
      BigEndianLongCoder.of().encode(wake.hold(), out);
    }

    @Override
    public Wake decode(InputStream in) throws IOException {
      return new Wake(BigEndianLongCoder.of().decode(in), BigEndianLongCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
