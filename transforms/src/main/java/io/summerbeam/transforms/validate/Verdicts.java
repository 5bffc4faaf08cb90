package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.CounterName;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which expectations the record at hand breaks, what becomes of it, and how many records each of
 * them has let pass. A record that keeps all of them costs an addition.
 */
final class Verdicts {

  private final String[] names;
  private final Action[] actions;
  private final long[] failed;
  private long records;

  // Those that the record at hand breaks come first.
  private final int[] broken;
  // What those threw that were broken by throwing; null for the others.
  private final @Nullable Throwable[] thrown;
  private int count;

  Verdicts(List<String> names, List<Action> actions) {
    this.names = names.toArray(String[]::new);
    this.actions = actions.toArray(Action[]::new);
    this.failed = new long[names.size()];
    this.broken = new int[names.size()];
    this.thrown = new Throwable[names.size()];
  }

  /** Begins a record. */
  void begin() {
    count = 0;
  }

  /** The record breaks this one. */
  void breaks(int expectation) {
    thrown[count] = null;
    broken[count++] = expectation;
  }

  /** The record breaks this one, since looking at the record threw this. */
  void breaks(int expectation, Throwable why) {
    thrown[count] = why;
    broken[count++] = expectation;
  }

  /**
   * Ends a record.
   *
   * @return what becomes of it; {@link Action#WARN} where it goes on
   */
  Action end() {
    records++;
    Action severest = Action.WARN;
    for (int i = 0; i < count; i++) {
      int expectation = broken[i];
      failed[expectation]++;
      if (actions[expectation].compareTo(severest) > 0) {
        severest = actions[expectation];
      }
    }
    return severest;
  }

  /**
   * Names all expectations that the record breaks, whatever their actions are, and says of which
   * class it was what some of them threw.
   */
  Failure failure() {
    StringBuilder text = new StringBuilder("expectations failed: ");
    Throwable first = null;
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ").append(names[broken[i]]);
      Throwable why = thrown[i];
      if (why != null) {
        text.append(" (threw ").append(why.getClass().getSimpleName()).append(')');
        first = first == null ? why : first;
      }
    }
    return Failure.of(Reason.EXPECTATION_FAILED, text.toString(), first);
  }

  /** Tells what was counted since the last time. */
  void flush(ObjLongConsumer<String> counters) {
    for (int i = 0; i < names.length; i++) {
      counters.accept(CounterName.EXPECTATION_PASSED + "." + names[i], records - failed[i]);
      counters.accept(CounterName.EXPECTATION_FAILED + "." + names[i], failed[i]);
      failed[i] = 0;
    }
    records = 0;
  }
}
