package io.summerbeam.benchmarks.enrich.table;

/**
 * An order in Flink, with the fields of {@link io.summerbeam.benchmarks.enrich.Orders}.
 *
 * @param id of the order
 * @param customer the key
 * @param amount in cents
 * @param item that was ordered
 * @param city to which it goes
 * @param paid whether it is paid
 */
public record FlinkOrder(
    long id, String customer, long amount, String item, String city, boolean paid) {}
