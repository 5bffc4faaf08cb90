package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.OrderChecksum;
import org.apache.flink.api.common.functions.MapFunction;

/** Where orders end. */
final class ToChecksum implements MapFunction<FlinkEnrichedOrder, Boolean> {

  private static final long serialVersionUID = 1;

  @Override
  public Boolean map(FlinkEnrichedOrder order) {
    OrderChecksum.add(order.id(), order.customerName(), order.customerPoints());
    return true;
  }
}
