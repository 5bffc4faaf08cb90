package io.summerbeam.benchmarks.enrich.lookup;

import io.summerbeam.benchmarks.enrich.Orders;
import io.summerbeam.io.jdbc.JdbcLookup;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromLookup;
import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Who asks the database, and how. */
public enum Asking {
  /** A DoFn, for each record, on the bundle's thread. */
  BLOCKING {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, String url) {
      return orders.apply(STEP, ParDo.of(new BlockingFn(url))).setRowSchema(Orders.ENRICHED);
    }
  },

  /** A DoFn, for each record, on one other thread. */
  SINGLE_THREAD {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, String url) {
      return orders.apply(STEP, ParDo.of(new SingleThreadFn(url))).setRowSchema(Orders.ENRICHED);
    }
  },

  /** Ours, as it comes. */
  SUMMERBEAM {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, String url) {
      return orders.apply(STEP, ours(url));
    }
  },

  /** Ours, and a cache of {@value #CACHED} customers. */
  SUMMERBEAM_CACHE {
    @Override
    PCollection<Row> enrich(PCollection<Row> orders, String url) {
      return orders.apply(STEP, ours(url).withCache(CACHED, Duration.ofHours(1)));
    }
  };

  private static final int CACHED = 10_000;

  private static final String STEP = "Enrich";

  abstract PCollection<Row> enrich(PCollection<Row> orders, String url);

  private static EnrichFromLookup ours(String url) {
    return Enrich.fromLookup(
            new CountedLookup(
                JdbcLookup.of(url)
                    .withCredentials(SlowDatabase.USER, new NoPassword())
                    .from(SlowDatabase.VIEW)
                    .withKey("key", FieldType.STRING)
                    .withValues(
                        Schema.builder().addStringField("name").addInt64Field("points").build())))
        .on("customer", "key")
        .take("name", "customer_name")
        .take("points", "customer_points");
  }
}
