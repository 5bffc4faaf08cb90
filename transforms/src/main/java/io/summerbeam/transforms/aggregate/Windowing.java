package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.window.Firings;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.jspecify.annotations.Nullable;

/**
 * Which windows an {@link Aggregate} has, and when they fire: as it was set, and as the input's
 * where nothing was set.
 */
record Windowing(
    @Nullable WindowFn<Object, ? extends BoundedWindow> windows,
    @Nullable Firings firings,
    @Nullable Duration allowedLateness)
    implements Serializable {

  private static final String REMEDY_WINDOWS =
      "over(Windows.fixed(...)) or over(Windows.days(...))";

  /** Whether there is one window, without a start and an end. */
  static boolean isGlobal(WindowingStrategy<?, ?> windowing) {
    return windowType(windowing.getWindowFn()).equals(GlobalWindow.class);
  }

  /**
   * What an input is to be aggregated in.
   *
   * @throws IllegalArgumentException if settings contradict each other or have no effect
   */
  WindowingStrategy<?, ?> of(PCollection<?> input) {
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    if (windows != null) {
      windowing = windowing.withAlreadyMerged(false).withWindowFn(windows);
    }
    requireStartAndEnd(windowing.getWindowFn());
    if (allowedLateness != null) {
      // Not through Window, which keeps the longer one of this and the input's.
      windowing =
          windowing.withAllowedLateness(org.joda.time.Duration.millis(allowedLateness.toMillis()));
    }
    if (isGlobal(windowing)) {
      windowing = global(windowing);
    }
    Firings all = allFirings();
    if (all != null) {
      requireLatenessWhereLate(windowing, all);
      windowing =
          windowing
              .withTrigger(all.trigger(windowing.getWindowFn()))
              .withMode(
                  all.isAccumulating()
                      ? AccumulationMode.ACCUMULATING_FIRED_PANES
                      : AccumulationMode.DISCARDING_FIRED_PANES)
              // The whole again says that it is on time now; nothing new would say nothing.
              .withOnTimeBehavior(
                  all.isAccumulating()
                      ? OnTimeBehavior.FIRE_ALWAYS
                      : OnTimeBehavior.FIRE_IF_NON_EMPTY)
              .withClosingBehavior(ClosingBehavior.FIRE_IF_NON_EMPTY);
    }
    requireThatItFires(windowing, input.isBounded());
    return windowing;
  }

  /** Puts elements into the windows. */
  <T> PCollection<T> assign(PCollection<T> elements, WindowingStrategy<?, ?> windowing) {
    if (windows != null) {
      return assign("Window", elements, windows, windowing);
    }
    if (elements.getWindowingStrategy().equals(windowing)) {
      return elements;
    }
    return elements
        .apply("Window", complete(Window.configure(), elements))
        .setWindowingStrategyInternal(windowing);
  }

  /** Puts elements into windows, with the rest as a windowing says. */
  static <T> PCollection<T> assign(
      String name,
      PCollection<T> elements,
      WindowFn<Object, ? extends BoundedWindow> windows,
      WindowingStrategy<?, ?> windowing) {
    return elements
        .apply(name, complete(Window.<T>into(windows), elements))
        // Some runners assign what this says, and not what Window said.
        .setWindowingStrategyInternal(windowing.withWindowFn(windows));
  }

  // What Window asks for before it does its work. It is replaced by what the windowing says.
  private static <T> Window<T> complete(Window<T> window, PCollection<T> elements) {
    return window
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(elements.getWindowingStrategy().getAllowedLateness())
        .discardingFiredPanes();
  }

  // Who allows lateness wants late records to count.
  private @Nullable Firings allFirings() {
    return firings == null && isLate() ? Firings.onTime().lateEach() : firings;
  }

  private boolean isLate() {
    return allowedLateness != null && !allowedLateness.isZero();
  }

  private WindowingStrategy<?, ?> global(WindowingStrategy<?, ?> windowing) {
    if (isLate()) {
      throw new IllegalArgumentException(
          "Aggregate: in the global window nothing is late, but withAllowedLateness() was: "
              + allowedLateness
              + ". Leave it out.");
    }
    return windowing.withAllowedLateness(org.joda.time.Duration.ZERO);
  }

  private void requireLatenessWhereLate(WindowingStrategy<?, ?> windowing, Firings all) {
    Duration lateness = Duration.ofMillis(windowing.getAllowedLateness().getMillis());
    if (all.firesLate() && lateness.isZero() && !isGlobal(windowing)) {
      throw new IllegalArgumentException(
          "Aggregate: a window fires late where it takes late records, but withFirings() was '"
              + all
              + "' and no lateness is allowed. Say withAllowedLateness(...), or leave out the late"
              + " firing.");
    }
    if (!all.firesLate() && !lateness.isZero()) {
      throw new IllegalArgumentException(
          "Aggregate: what a window takes late must fire, but withFirings() was '"
              + all
              + "' and the allowed lateness "
              + lateness
              + (allowedLateness == null
                  ? ", from the input. Say lateEach() or lateEvery(...), or"
                      + " withAllowedLateness(Duration.ZERO)."
                  : ". Say lateEach() or lateEvery(...), or leave out withAllowedLateness()."));
    }
  }

  // Beam says so, too, but not how to say it here.
  private static void requireThatItFires(WindowingStrategy<?, ?> windowing, IsBounded bounded) {
    if (bounded == IsBounded.UNBOUNDED
        && isGlobal(windowing)
        && windowing.getTrigger() instanceof DefaultTrigger) {
      throw new IllegalArgumentException(
          "Aggregate: the global window of an unbounded input is never over, so it must fire early"
              + " to give anything, but it fires on time only. Say"
              + " withFirings(Firings.onTime().earlyEvery(...)), or "
              + REMEDY_WINDOWS
              + ".");
    }
  }

  private static void requireStartAndEnd(WindowFn<?, ?> windows) {
    Class<?> type = windowType(windows);
    if (!type.equals(IntervalWindow.class) && !type.equals(GlobalWindow.class)) {
      throw new IllegalArgumentException(
          "Aggregate: needs windows with a start and an end, or the global one, but has "
              + windows.getClass().getSimpleName()
              + ". Say "
              + REMEDY_WINDOWS
              + ".");
    }
  }

  private static Class<?> windowType(WindowFn<?, ?> windows) {
    return windows.getWindowTypeDescriptor().getRawType();
  }
}
