package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** An expression as a value, and on its way to a worker. */
@RunWith(JUnit4.class)
public class ExpressionTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("distance")
          .addNullableField("delay", FieldType.INT32)
          .addStringField("origin")
          .addStringField("destination")
          .build();

  private static Row flight(long distance, Integer delay, String origin, String destination) {
    return Row.withSchema(SCHEMA).addValues(distance, delay, origin, destination).build();
  }

  @Test
  public void expression_isItsText() {
    Expression expression = Expression.of("distance > 0");
    assertThat(expression.text(), is("distance > 0"));
    assertThat(expression.toString(), is("distance > 0"));
    assertThat(expression, is(Expression.of("distance > 0")));
    assertThat(expression.hashCode(), is(Expression.of("distance > 0").hashCode()));
    assertThat(expression, is(not(Expression.of("distance > 1"))));
    assertThat(SerializableUtils.clone(expression), is(expression));
  }

  @Test
  public void exampleOfTheDocumentation_works() {
    BoundCondition plausible =
        Expression.of("distance > 0 && origin != destination && delay <= 2880")
            .bindCondition(SCHEMA, "Validate.expect(plausible)");
    assertThat(plausible.test(flight(10, 5, "SFO", "JFK")), is(true));
    assertThat(plausible.test(flight(10, null, "SFO", "JFK")), is(false));
    assertThat(plausible.test(flight(10, 5, "SFO", "SFO")), is(false));
    BoundValue hours =
        Expression.of("delay == null ? 0.0 : double(delay) / 60.0")
            .bindValue(SCHEMA, "Conform.set(hours)");
    assertThat(hours.type(), is(FieldType.DOUBLE.withNullable(true)));
    assertThat(hours.evaluate(flight(10, 90, "SFO", "JFK")), is(1.5));
  }

  @Test
  public void bound_worksWhereItArrives() {
    BoundCondition condition =
        SerializableUtils.clone(
            Expression.of("distance > 0 && origin.matches('^S')").bindCondition(SCHEMA, "test"));
    assertThat(condition.text(), is("distance > 0 && origin.matches('^S')"));
    assertThat(condition.test(flight(10, 5, "SFO", "JFK")), is(true));
    assertThat(condition.test(flight(0, 5, "SFO", "JFK")), is(false));
    assertThat(condition.test(flight(10, 5, "JFK", "SFO")), is(false));
    BoundValue value =
        SerializableUtils.clone(Expression.of("distance * 2").bindValue(SCHEMA, "test"));
    assertThat(value.text(), is("distance * 2"));
    assertThat(value.type(), is(FieldType.INT64.withNullable(true)));
    assertThat(value.evaluate(flight(10, 5, "SFO", "JFK")), is(20L));
  }
}
