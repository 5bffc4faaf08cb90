package io.summerbeam.sdk.expression;

import java.math.BigDecimal;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** What {@link JarIT} runs: something of everything, with the public classes only. */
final class JarMain {

  private JarMain() {}

  public static void main(String[] args) {
    Schema schema =
        Schema.builder()
            .addInt64Field("distance")
            .addStringField("origin")
            .addDecimalField("price")
            .addDateTimeField("at")
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(10L, "SFO", new BigDecimal("1.50"), Instant.ofEpochMilli(1234))
            .build();
    BoundCondition condition =
        Expression.of(
                "distance > 0 && origin.matches('^S') && price * 2 == 3"
                    + " && at + duration('1h30m') < timestamp('2001-01-01T00:00:00Z')"
                    + " && [1, 2].exists(n, n + distance == 12)")
            .bindCondition(schema, "JarMain");
    System.out.println(SerializableUtils.clone(condition).test(row));
    System.out.println(Expression.of("origin + '!'").bindValue(schema, "JarMain").evaluate(row));
    try {
      Expression.of("distanc > 0").bindCondition(schema, "JarMain");
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
  }
}
