package io.summerbeam.sdk.failure;

/** How often a replayed record may arrive at its target. */
public enum ReplayDelivery {
  /** Once, also where a replay dies: claim and delivery are committed together. */
  ONCE("once"),
  /** Once, or again where a replay died between delivery and confirmation. */
  AT_LEAST_ONCE("at least once");

  private final String words;

  ReplayDelivery(String words) {
    this.words = words;
  }

  /** In words: {@code once}, {@code at least once}. */
  public String words() {
    return words;
  }
}
