package io.summerbeam.benchmarks.kernels;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/** {@value Kernel#RECORDS} texts of 16 random digits, and what all arms encrypt them with. */
final class Cards {

  static final byte[] KEY = "sixteen bytes 16".getBytes(StandardCharsets.UTF_8);
  static final byte[] TWEAK = "card".getBytes(StandardCharsets.UTF_8);

  private static final int TEN_THOUSAND = 10_000;

  private Cards() {}

  static List<WindowedValue<String>> make() {
    Random random = new Random(16);
    List<WindowedValue<String>> cards = new ArrayList<>();
    for (int i = 0; i < Kernel.RECORDS; i++) {
      String card =
          String.format(
              "%04d-%04d-%04d-%04d",
              random.nextInt(TEN_THOUSAND),
              random.nextInt(TEN_THOUSAND),
              random.nextInt(TEN_THOUSAND),
              random.nextInt(TEN_THOUSAND));
      cards.add(WindowedValues.valueInGlobalWindow(card));
    }
    return cards;
  }
}
