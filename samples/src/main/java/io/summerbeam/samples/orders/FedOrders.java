package io.summerbeam.samples.orders;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** How many lines were fed, and of what kinds; counted by one thread, asked by others. */
final class FedOrders {

  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong copies = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  void add(GeneratedOrder order) {
    lines.incrementAndGet();
    if (order.copied()) {
      copies.incrementAndGet();
    } else if (order.bad()) {
      bad.incrementAndGet();
    } else if (order.late()) {
      late.incrementAndGet();
    }
  }

  long lines() {
    return lines.get();
  }

  /**
   * {@code 20,000 lines: 400 copies, 390 bad, 1,950 good ones out of order; all of them personal}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d lines: %,d copies, %,d bad, %,d good ones out of order; all of them personal",
        lines.get(),
        copies.get(),
        bad.get(),
        late.get());
  }
}
