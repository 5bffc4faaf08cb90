package io.summerbeam.benchmarks.enrich.table;

/**
 * An order in Flink, and what is taken of the customer.
 *
 * @param id of the order
 * @param customer the key
 * @param amount in cents
 * @param item that was ordered
 * @param city to which it goes
 * @param paid whether it is paid
 * @param customerName taken
 * @param customerPoints taken
 */
public record FlinkEnrichedOrder(
    long id,
    String customer,
    long amount,
    String item,
    String city,
    boolean paid,
    String customerName,
    long customerPoints) {

  static FlinkEnrichedOrder of(FlinkOrder order, FlinkCustomer customer) {
    return new FlinkEnrichedOrder(
        order.id(),
        order.customer(),
        order.amount(),
        order.item(),
        order.city(),
        order.paid(),
        customer.name(),
        customer.points());
  }
}
