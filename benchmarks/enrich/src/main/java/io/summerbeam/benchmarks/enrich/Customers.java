package io.summerbeam.benchmarks.enrich;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** The table: customers by number. */
public final class Customers {

  /** The fields. */
  public static final Schema SCHEMA =
      Schema.builder()
          .addStringField("key")
          .addStringField("name")
          .addInt64Field("points")
          .addStringField("country")
          .build();

  private static final int POINTS = 1000;

  private Customers() {}

  /** The customer of this number. */
  public static Row row(long number) {
    return Row.withSchema(SCHEMA)
        .attachValues(Arrays.asList(key(number), name(number), points(number), "EU"));
  }

  /** What orders know a customer by. */
  public static String key(long number) {
    return "customer-" + number;
  }

  /** The keys of so many. */
  public static String[] keys(int count) {
    String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(i);
    }
    return keys;
  }

  /** What is taken. */
  public static String name(long number) {
    return "Customer Number " + number;
  }

  /** What is taken, too. */
  public static long points(long number) {
    return number % POINTS;
  }
}
