package io.summerbeam.samples.orders;

/**
 * Somebody who does not exist. The table of customers has the first three; the rest is what an
 * order says of its customer.
 */
public record Customer(
    String id,
    String segment,
    String region,
    String name,
    String email,
    String phone,
    String card) {

  /** Without what is personal. */
  @Override
  public String toString() {
    return "Customer{id=" + id + "}";
  }
}
