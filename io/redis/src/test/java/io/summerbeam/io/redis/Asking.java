package io.summerbeam.io.redis;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Asks a lookup and waits. */
final class Asking {

  private static final int PATIENCE_SECONDS = 60;

  private Asking() {}

  static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  /** Keys of one field. */
  static Set<Row> keys(Schema schema, Object... keys) {
    return Arrays.stream(keys).map(key -> row(schema, key)).collect(Collectors.toSet());
  }

  static Map<Row, Row> answer(Lookup<Row, Row> lookup, Set<Row> keys) throws Exception {
    return lookup.get(keys).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static LookupException failure(Lookup<Row, Row> lookup, Set<Row> keys) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> answer(lookup, keys));
    return (LookupException) e.getCause();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE_SECONDS + " s: " + what);
      }
      Thread.sleep(5);
    }
  }

  static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .count();
  }

  /** All that an exception tells, with its causes. */
  static String everything(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
