package io.summerbeam.benchmarks.enrich;

import io.summerbeam.benchmarks.arm.Checksum;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Where orders end: which one it was, a text and a number of it go into the checksum; by the hash
 * code of the text, which all JVMs have in common.
 *
 * <p>Beside the pipeline: a Combine would be a shuffle.
 */
public final class OrderChecksum extends PTransform<PCollection<Row>, PCollection<Void>> {

  private static final long serialVersionUID = 1;

  private final int text;
  private final int number;

  private OrderChecksum(int text, int number) {
    this.text = text;
    this.number = number;
  }

  /** Of what was taken of the customer. */
  public static OrderChecksum ofEnriched() {
    return new OrderChecksum(Orders.NAME, Orders.POINTS);
  }

  /** Of what an order has without that. */
  public static OrderChecksum ofOrders() {
    return new OrderChecksum(Orders.CUSTOMER, Orders.AMOUNT);
  }

  @Override
  public PCollection<Void> expand(PCollection<Row> orders) {
    return orders.apply(ParDo.of(new ChecksumFn(text, number)));
  }

  /** Adds an order that is no Row. */
  public static void add(long id, String text, long number) {
    Checksum.add(Checksum.hash(Checksum.hash(id, text.hashCode()), number));
    FirstRecord.arrived();
  }
}
