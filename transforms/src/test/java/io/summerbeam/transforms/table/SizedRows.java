package io.summerbeam.transforms.table;

import io.summerbeam.sdk.source.Provenance;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Rows of one size, and what a table of them takes of the heap. */
public final class SizedRows {

  /** How many: beside them whatever else changes in the heap is little. */
  public static final int COUNT = 200_000;

  /** A text and a number for the key, two texts to be taken, and where the row came from. */
  public static final Schema SCHEMA =
      Provenance.addTo(
          Schema.builder()
              .addStringField("key")
              .addInt64Field("number")
              .addStringField("name")
              .addStringField("city")
              .build());

  // What an earlier test left may go meanwhile, but hardly during two of three.
  private static final int ATTEMPTS = 3;

  // What waits for a reference to be cleared or a finalizer to run is gone after a further one.
  private static final int COLLECTIONS = 2;

  private SizedRows() {}

  /** The row of a number. Its texts have 8, 10 and 8 characters and are nobody else's. */
  public static Row row(int number) {
    return Row.withSchema(SCHEMA)
        .attachValues(
            Integer.toString(10_000_000 + number),
            (long) number,
            "name" + (100_000 + number),
            "city" + (1_000 + number % 1_000),
            Provenance.ofFile("data/places.csv", 40L * number, (long) number).toBytes());
  }

  /**
   * What a table takes for each row.
   *
   * @param table makes it of all rows
   */
  public static long bytesEach(Callable<?> table) throws Exception {
    long[] attempts = new long[ATTEMPTS];
    for (int i = 0; i < ATTEMPTS; i++) {
      attempts[i] = held(table) / COUNT;
    }
    Arrays.sort(attempts);
    return attempts[ATTEMPTS / 2];
  }

  private static long held(Callable<?> table) throws Exception {
    long before = used();
    Object made = table.call();
    long after = used();
    Reference.reachabilityFence(made);
    return after - before;
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
