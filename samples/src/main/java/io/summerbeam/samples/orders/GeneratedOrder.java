package io.summerbeam.samples.orders;

/**
 * A line of the shop.
 *
 * @param id the order's, also where the line is cut off
 * @param placedAtMillis when it happened
 * @param json the line, with all that is personal, without an end
 * @param bad whether it has one of the mistakes
 * @param late whether it comes out of order
 * @param copied whether it is sent again
 */
record GeneratedOrder(
    String id, long placedAtMillis, String json, boolean bad, boolean late, boolean copied) {

  /** The same, sent again. */
  GeneratedOrder copy() {
    return new GeneratedOrder(id, placedAtMillis, json, bad, late, true);
  }

  /** Without what is personal. */
  @Override
  public String toString() {
    return "GeneratedOrder{id=" + id + "}";
  }
}
