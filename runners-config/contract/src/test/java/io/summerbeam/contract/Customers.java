package io.summerbeam.contract;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The table that real servers have, and the orders that meet it. */
final class Customers {

  /** Their ids are 0 and on. */
  static final int COUNT = 12_000;

  static final Schema KEY = Schema.builder().addInt64Field("id").build();
  static final Schema VALUE = Schema.builder().addStringField("name").build();
  static final Schema ORDER = Schema.builder().addInt64Field("n").addInt64Field("customer").build();

  private Customers() {}

  static String name(long id) {
    return "customer " + id;
  }

  /** Orders of neighbours are of customers far from each other; one in a hundred has none. */
  static Row order(long n) {
    return Row.withSchema(ORDER).addValues(n, customer(n)).build();
  }

  static long customer(long n) {
    return n % 100 == 7 ? COUNT + n : n * 7 % COUNT;
  }
}
