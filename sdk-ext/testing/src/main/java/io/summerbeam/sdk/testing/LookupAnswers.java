package io.summerbeam.sdk.testing;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Asks a lookup and waits for what it answers: for tests of sources. */
public final class LookupAnswers {

  private static final int PATIENCE_SECONDS = 60;

  private LookupAnswers() {}

  /** A row of these values. */
  public static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  /** Keys of one field. */
  public static Set<Row> keys(Schema schema, Object... keys) {
    return Arrays.stream(keys).map(key -> row(schema, key)).collect(Collectors.toSet());
  }

  /**
   * What a lookup answers within a minute.
   *
   * @throws ExecutionException if it fails
   */
  public static Map<Row, Row> answer(Lookup<Row, Row> lookup, Set<Row> keys) throws Exception {
    return lookup.get(keys).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** How a lookup fails; an assertion fails if it does not. */
  public static LookupException failure(Lookup<Row, Row> lookup, Set<Row> keys) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> answer(lookup, keys));
    if (e.getCause() instanceof LookupException failure) {
      return failure;
    }
    throw new AssertionError("A lookup must fail with a LookupException.", e.getCause());
  }
}
