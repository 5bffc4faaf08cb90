package io.summerbeam.transforms.inmemory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.joda.time.Instant;

/** Keeps what is put out. */
public final class Received<T> implements OutputReceiver<T> {

  private final List<One<T>> all = new ArrayList<>();
  private Instant time = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /** What was put out. */
  public record One<T>(T value, Instant time, Collection<? extends BoundedWindow> windows) {}

  /** The time of the element at hand, which outputs have that are given none. */
  public void at(Instant elementTime) {
    time = elementTime;
  }

  /** Gives what was put out since it was asked last. */
  public List<One<T>> take() {
    List<One<T>> taken = List.copyOf(all);
    all.clear();
    return taken;
  }

  @Override
  public void output(T value) {
    outputWithTimestamp(value, time);
  }

  @Override
  public void outputWithTimestamp(T value, Instant timestamp) {
    all.add(new One<>(value, timestamp, List.of(GlobalWindow.INSTANCE)));
  }

  @Override
  public void outputWindowedValue(
      T value, Instant timestamp, Collection<? extends BoundedWindow> windows, PaneInfo paneInfo) {
    all.add(new One<>(value, timestamp, windows));
  }

  @Override
  public OutputBuilder<T> builder(T value) {
    throw new UnsupportedOperationException();
  }
}
