package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;
import io.summerbeam.benchmarks.enrich.OrderChecksum;
import io.summerbeam.benchmarks.enrich.Orders;
import io.summerbeam.transforms.enrich.Enrich;
import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;

/** How an order gets name and points of its customer. */
public enum Enriching {
  /** It does not. */
  PASS {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      return orders.apply(STEP, ParDo.of(new PassFn(null))).setRowSchema(Orders.SCHEMA);
    }
  },

  /** By hand, out of a map that a DoFn makes in its set-up. */
  MAP {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      return orders.apply(STEP, ParDo.of(new MapFn(customers))).setRowSchema(Orders.ENRICHED);
    }
  },

  /** Ours, out of a snapshot that a worker loads. */
  SNAPSHOT {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      return orders.apply(
          STEP,
          Enrich.fromSnapshot(new CustomersLoader(customers), Duration.ofHours(1))
              .on("customer", "key")
              .take("name", "customer_name")
              .take("points", "customer_points"));
    }
  },

  /** It does not, in a step that has a side input. */
  PASS_SIDE {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      PCollectionView<Long> side =
          orders.getPipeline().apply("One", Create.of(1L)).apply(View.asSingleton());
      return orders
          .apply(STEP, ParDo.of(new PassFn(side)).withSideInputs(side))
          .setRowSchema(Orders.SCHEMA);
    }
  },

  /** By hand, out of a map that is a side input, read once a bundle. */
  SIDE {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      PCollectionView<Map<String, Customer>> map =
          customers(orders, customers).apply(Combine.globally(new ToMapFn()).asSingletonView());
      return orders
          .apply(STEP, ParDo.of(new SideFn(map)).withSideInputs(map))
          .setRowSchema(Orders.ENRICHED);
    }
  },

  /** Ours, out of a table. */
  TABLE {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, int customers) {
      return orders.apply(
          STEP,
          Enrich.fromTable(customers(orders, customers))
              .on("customer", "key")
              .take("name", "customer_name")
              .take("points", "customer_points"));
    }
  };

  private static final String STEP = "Enrich";

  abstract PCollection<Row> enrich(PCollection<Row> orders, int customers);

  /** What the checksum is of. */
  OrderChecksum checksum() {
    return this == PASS || this == PASS_SIDE
        ? OrderChecksum.ofOrders()
        : OrderChecksum.ofEnriched();
  }

  private static PCollection<Row> customers(PCollection<Row> orders, int customers) {
    return orders
        .getPipeline()
        .apply("Numbers", GenerateSequence.from(0).to(customers))
        .apply("Customers", ParDo.of(new CustomerFn()))
        .setRowSchema(Customers.SCHEMA);
  }
}
