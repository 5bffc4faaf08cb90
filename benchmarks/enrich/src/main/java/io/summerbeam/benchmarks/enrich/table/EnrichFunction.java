package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.FirstRecord;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the table as broadcast state; nothing waits for it here, so orders are let go after it. */
final class EnrichFunction
    extends BroadcastProcessFunction<FlinkOrder, FlinkCustomer, FlinkEnrichedOrder> {

  private static final long serialVersionUID = 1;

  static final MapStateDescriptor<String, FlinkCustomer> CUSTOMERS =
      new MapStateDescriptor<>("customers", Types.STRING, TypeInformation.of(FlinkCustomer.class));

  private final int customers;
  private transient int read;

  EnrichFunction(int customers) {
    this.customers = customers;
  }

  @Override
  public void processElement(
      FlinkOrder order, ReadOnlyContext context, Collector<FlinkEnrichedOrder> out)
      throws Exception {
    FlinkCustomer customer = context.getBroadcastState(CUSTOMERS).get(order.customer());
    if (customer == null) {
      throw new IllegalStateException("there is no such customer");
    }
    out.collect(FlinkEnrichedOrder.of(order, customer));
  }

  @Override
  public void processBroadcastElement(
      FlinkCustomer customer, Context context, Collector<FlinkEnrichedOrder> out) throws Exception {
    context.getBroadcastState(CUSTOMERS).put(customer.key(), customer);
    if (++read == customers) {
      FirstRecord.arrived();
    }
  }
}
