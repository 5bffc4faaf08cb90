package io.summerbeam.sdk.format.fuzz;

/** What the fuzzer calls: it knows the names of these two methods, and no type of ours. */
public final class FuzzEntry {

  private static DecoderTarget target;

  private FuzzEntry() {}

  /**
   * Chooses the target.
   *
   * @param args its name
   */
  public static void fuzzerInitialize(String[] args) {
    target = Targets.of(args[0]);
  }

  /** Runs one payload. */
  public static void fuzzerTestOneInput(byte[] payload) {
    target.accepts(payload);
  }
}
