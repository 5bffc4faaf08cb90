package io.summerbeam.benchmarks.kernels;

import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Scrubs lines of a log. A record has 1,000 characters, so that 1,000 ns are 1,000 MB/s. */
final class ScrubKernel implements Kernel {

  private static final int LENGTH = 1000;

  private final Scrubber scrubber = Scrubber.of(Detectors.all());
  private final List<String> records;

  private ScrubKernel(List<String> records) {
    this.records = records;
  }

  /** Lines with nothing to find. */
  static Kernel clean() {
    return new ScrubKernel(records(i -> ""));
  }

  /** Lines with four hits each. */
  static Kernel withHits() {
    return new ScrubKernel(records(ScrubKernel::data));
  }

  private static List<String> records(IntFunction<String> data) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String line = line(i, data.apply(i));
      records.add(line.repeat(LENGTH / line.length() + 1).substring(0, LENGTH));
    }
    return records;
  }

  private static String line(int i, String data) {
    return String.format(
        Locale.ROOT,
        "2026-11-21 14:56:%02d,123 INFO  [worker-3] com.example.orders.OrderService - order %07d of"
            + " customer C-4711 took 87 ms, total: 1,234.56 EUR,"
            + " trace=550e8400-e29b-41d4-a716-446655440000, GET /api/v1/orders/%07d?page=2 ->"
            + " 200%s\n",
        i % 60,
        31 * i,
        17 * i,
        data);
  }

  private static String data(int i) {
    return String.format(
        Locale.ROOT,
        " for bob%d@mail.example.com from 10.1.2.%d, card 4111 1111 1111 1111, token=abc%d",
        i,
        i % 250,
        i);
  }

  @Override
  public void bundle(Consumer<Object> outputs) {
    for (String each : records) {
      outputs.accept(scrubber.scrub(each));
    }
  }
}
