package io.summerbeam.benchmarks.enrich;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The records: orders of six fields, each of a customer. */
public final class Orders {

  /** The fields. */
  public static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addStringField("customer")
          .addInt64Field("amount")
          .addStringField("item")
          .addStringField("city")
          .addBooleanField("paid")
          .build();

  /** The fields, and what is taken of the customer. */
  public static final Schema ENRICHED =
      Schema.builder()
          .addFields(SCHEMA.getFields())
          .addStringField("customer_name")
          .addInt64Field("customer_points")
          .build();

  /** Indexes of fields, and how many there are of an order. */
  public static final int ID = 0;

  /** The key. */
  public static final int CUSTOMER = 1;

  /** A number beside the identifier. */
  public static final int AMOUNT = 2;

  /** What an order has. */
  public static final int FIELDS = 6;

  /** What is taken of the customer is behind them. */
  public static final int NAME = FIELDS;

  /** See {@link #NAME}. */
  public static final int POINTS = FIELDS + 1;

  private static final String[] ITEMS = {"lamp", "chair", "table", "shelf"};

  private Orders() {}

  /** The order of this number. */
  public static Row row(long id, String customer) {
    return Row.withSchema(SCHEMA)
        .attachValues(Arrays.asList(id, customer, amount(id), item(id), "Turku", (id & 1) == 0));
  }

  /** What was ordered. */
  public static String item(long id) {
    return ITEMS[(int) (id & 3)];
  }

  /** What is paid for it. */
  public static long amount(long id) {
    return id & 0x3ff;
  }
}
