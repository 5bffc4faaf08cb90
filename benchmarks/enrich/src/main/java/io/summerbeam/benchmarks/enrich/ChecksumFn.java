package io.summerbeam.benchmarks.enrich;

import io.summerbeam.benchmarks.arm.Checksum;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/**
 * Where orders end: which one it was, a text and a number of it go into the checksum; by the hash
 * code of the text, which all JVMs have in common.
 *
 * <p>Beside the pipeline: a Combine would be a shuffle.
 */
public final class ChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  private final int text;
  private final int number;

  private ChecksumFn(int text, int number) {
    this.text = text;
    this.number = number;
  }

  /** Of what was taken of the customer. */
  public static ChecksumFn ofEnriched() {
    return new ChecksumFn(Orders.NAME, Orders.POINTS);
  }

  /** Of what an order has without that. */
  public static ChecksumFn ofOrders() {
    return new ChecksumFn(Orders.CUSTOMER, Orders.AMOUNT);
  }

  /** Adds an order. */
  @ProcessElement
  public void process(@Element Row row) {
    add(row.<Long>getValue(Orders.ID), row.<String>getValue(text), row.<Long>getValue(number));
  }

  /** Adds an order that is no Row. */
  public static void add(long id, String text, long number) {
    Checksum.add(Checksum.hash(Checksum.hash(id, text.hashCode()), number));
    FirstRecord.arrived();
  }
}
