package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.state.Wake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/**
 * Keeps the last record of a key until no newer one that is near can come, and lets it through
 * then.
 *
 * <p>Time is cut into stretches as long as what is near, numbered from the epoch on. Of those in
 * one stretch only the last can come through, and whether it does the first of the next stretch
 * tells; so of each stretch one record is kept, and the time of the first, in whatever order they
 * come.
 *
 * <p>One timer a key, which is set again when it fires, not when a newer record comes.
 *
 * <p>What is kept has a digest of its {@link Settings} with it: they themselves would be kept for
 * each key.
 */
final class KeepLastFn extends DoFn<KV<Digest, Version>, Row> {

  private static final long serialVersionUID = 1;

  private final long withinMillis;
  private final long latenessMillis;
  private final Settings settings;
  private final Verdicts verdicts;
  private final Coder<Row> rows;

  @StateId("versions")
  private final StateSpec<MapState<Long, Version>> versionsSpec;

  @StateId("wake")
  private final StateSpec<ValueState<Wake>> wakeSpec = StateSpecs.value(Wake.coder());

  @TimerId("leave")
  private final TimerSpec leaveSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /**
   * @param withinMillis a record is out of date if one is newer by less than this
   * @param latenessMillis how far behind the watermark the newer one may come
   * @param settings that the keys and the stretches come from
   */
  KeepLastFn(
      long withinMillis,
      long latenessMillis,
      Settings settings,
      Verdicts verdicts,
      Coder<Row> rows) {
    this.withinMillis = withinMillis;
    this.latenessMillis = latenessMillis;
    this.settings = settings;
    this.verdicts = verdicts;
    this.rows = rows;
    this.versionsSpec = StateSpecs.map(VarLongCoder.of(), new Version.VersionCoder(rows));
  }

  @ProcessElement
  public void process(
      ProcessContext context,
      @StateId("versions") MapState<Long, Version> versions,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("leave") Timer leave) {
    verdicts.in(1);
    Version version = context.element().getValue();
    long stretch = stretchOf(version.last());
    Version before = versions.get(stretch).read();
    if (before != null) {
      requireOwn(before);
    }
    if (before != null && !isNewer(version, before)) {
      if (version.first() < before.first()) {
        versions.put(
            stretch, new Version(version.settings(), version.first(), before.last(), before.row()));
      }
      verdicts.duplicate(version.row(), version.last(), context);
      return;
    }
    versions.put(
        stretch,
        before == null
            ? version
            : new Version(version.settings(), before.first(), version.last(), version.row()));
    if (before != null) {
      verdicts.duplicate(before.row(), before.last(), context);
    }
    Wake.earlier(wake, leave, due(version), version.last());
  }

  @OnTimer("leave")
  public void leave(
      OnTimerContext context,
      @StateId("versions") MapState<Long, Version> versions,
      @StateId("wake") ValueState<Wake> wake,
      @TimerId("leave") Timer leave) {
    long now = Wake.now(context.fireTimestamp(), leave.getCurrentRelativeTime());
    TreeMap<Long, Version> all = new TreeMap<>();
    for (Map.Entry<Long, Version> entry : versions.entries().read()) {
      requireOwn(entry.getValue());
      all.put(entry.getKey(), entry.getValue());
    }
    long at = Wake.NEVER;
    long hold = Wake.NEVER;
    for (Map.Entry<Long, Version> entry : all.entrySet()) {
      Version version = entry.getValue();
      if (due(version) > now) {
        at = Math.min(at, due(version));
        hold = Math.min(hold, version.last());
        continue;
      }
      Version next = all.get(entry.getKey() + 1);
      if (next != null && next.first() - version.last() < withinMillis) {
        verdicts.duplicate(version.row(), version.last(), context);
      } else {
        verdicts.pass(version.row(), version.last(), context);
      }
      versions.remove(entry.getKey());
    }
    Wake.next(wake, leave, at, hold);
  }

  @FinishBundle
  public void finishBundle() {
    verdicts.flush();
  }

  /** Any: what the timer holds is not late, and what came late may leave so. */
  @SuppressWarnings("deprecation") // Nothing else lets a late record keep its time.
  @Override
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private long stretchOf(long time) {
    return Math.floorDiv(time, withinMillis);
  }

  /** Refuses the state of other settings, which a savepoint may bring back. */
  private void requireOwn(Version version) {
    if (version.settings() != settings.digest()) {
      throw settings.refusal("other key fields, or another within()");
    }
  }

  /** The watermark at which nothing newer that is near can come any more. */
  private long due(Version version) {
    return version.last() + withinMillis + latenessMillis;
  }

  // Of equal times it is the content that decides, so that every run comes to the same.
  private boolean isNewer(Version version, Version than) {
    return version.last() == than.last()
        ? Arrays.compareUnsigned(encoded(version.row()), encoded(than.row())) > 0
        : version.last() > than.last();
  }

  private byte[] encoded(Row row) {
    try {
      return CoderUtils.encodeToByteArray(rows, row);
    } catch (IOException e) {
      throw new UncheckedIOException("A record cannot be encoded.", e);
    }
  }
}
