package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/**
 * What is evaluated directly and what CEL's interpreter makes of the same expression are the same,
 * for expressions and rows made at random.
 */
@RunWith(JUnit4.class)
public class TermsAgreeTest {

  private static final int EXPRESSIONS = 400;
  private static final int ROWS = 60;

  private static final Schema NESTED =
      Schema.builder()
          .addNullableField("i", FieldType.INT32)
          .addNullableField("s", FieldType.STRING)
          .build();

  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("i1", FieldType.INT64)
          .addNullableField("i2", FieldType.INT32)
          .addNullableField("d1", FieldType.DOUBLE)
          .addNullableField("d2", FieldType.FLOAT)
          .addNullableField("s1", FieldType.STRING)
          .addNullableField("s2", FieldType.STRING)
          .addNullableField("b1", FieldType.BOOLEAN)
          .addNullableField("b2", FieldType.BOOLEAN)
          .addNullableField("p", FieldType.DECIMAL)
          .addNullableField("r", FieldType.row(NESTED))
          .addNullableField("i3", FieldType.INT64)
          .build();

  private static final String[] OPERATORS = {"==", "!=", "<", "<=", ">", ">="};

  private static final String[] NUMBERS = {
    "i1",
    "i2",
    "i3",
    "d1",
    "d2",
    "r.i",
    "0",
    "1",
    "-3",
    "9223372036854775807",
    "0.0",
    "-0.0",
    "2.5",
    "1e300",
    "i1 + 1",
    "int(d1)"
  };
  private static final String[] EXACT_NUMBERS = {"p", "i1", "i2", "1", "decimal('1.5')", "p * 2"};
  private static final String[] STRINGS = {"s1", "s2", "r.s", "'a'", "'b'", "''", "s1 + 'a'"};
  private static final String[] BOOLEANS = {"b1", "b2", "true", "false"};
  private static final String[] NULLABLE = {"i1", "d2", "s1", "b1", "p", "r", "r.i", "1"};
  private static final String[] LISTS = {"[1, 2]", "[0, null]", "[1.0, -3.0]", "[]"};
  private static final String[] STRING_LISTS = {"['a', 'b']", "['', null]", "['b', s2]"};

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String left = condition(random, depth - 1);
      String right = condition(random, depth - 1);
      return switch (random.nextInt(5)) {
        case 0, 1 -> "(" + left + " && " + right + ")";
        case 2 -> "(" + left + " || " + right + ")";
        case 3 -> "!(" + left + ")";
        default -> "(" + left + " ? " + right + " : " + condition(random, depth - 1) + ")";
      };
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> comparison(random, NUMBERS);
      case 2 -> comparison(random, STRINGS);
      case 3 -> comparison(random, EXACT_NUMBERS);
      case 4 -> pick(random, BOOLEANS);
      case 5 -> pick(random, NULLABLE) + (random.nextBoolean() ? " == null" : " != null");
      case 6 ->
          random.nextBoolean()
              ? pick(random, NUMBERS) + " in " + pick(random, LISTS)
              : pick(random, STRINGS) + " in " + pick(random, STRING_LISTS);
      default -> random.nextBoolean() ? "has(r.i)" : "has(row.s1)";
    };
  }

  private static String comparison(Random random, String[] operands) {
    return pick(random, operands) + " " + pick(random, OPERATORS) + " " + pick(random, operands);
  }

  private static <T> T pick(Random random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static Row row(Random random) {
    Row nested =
        Row.withSchema(NESTED)
            .attachValues(
                Arrays.asList(
                    pick(random, new Integer[] {null, 0, 1, -3}),
                    pick(random, new String[] {null, "", "a", "b"})));
    return Row.withSchema(SCHEMA)
        .attachValues(
            Arrays.asList(
                pick(random, new Long[] {null, 0L, 1L, -3L, Long.MAX_VALUE, Long.MIN_VALUE}),
                pick(random, new Integer[] {null, 0, 1, Integer.MAX_VALUE}),
                pick(random, new Double[] {null, 0.0, -0.0, 1.0, 2.5, Double.NaN, 1e300}),
                pick(random, new Float[] {null, 0f, 2.5f, Float.POSITIVE_INFINITY}),
                pick(random, new String[] {null, "", "a", "b", "aa"}),
                pick(random, new String[] {null, "", "a", "b"}),
                pick(random, new Boolean[] {null, true, false}),
                pick(random, new Boolean[] {null, true, false}),
                pick(random, new BigDecimal[] {null, new BigDecimal("1.50"), BigDecimal.ONE}),
                random.nextInt(4) == 0 ? null : nested,
                pick(random, new Long[] {null, 0L, 1L, Long.MAX_VALUE})));
  }

  @Test
  public void directAndInterpreted_agree() {
    Random random = new Random(20010101);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(random));
    }
    int satisfied = 0;
    int denied = 0;
    int undecided = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = condition(random, 3);
      Binder binder = new Binder(text, SCHEMA, "test");
      Prepared prepared = binder.prepare();
      Term direct = Terms.of(prepared, binder.shape());
      Term interpreted = Interpreted.of(prepared.tree().getExpr(), prepared, binder.shape());
      for (Row row : rows) {
        Boolean truth = truth(direct.of(row));
        assertThat(text + " of " + row, truth, is(truth(interpreted.of(row))));
        satisfied += Boolean.TRUE.equals(truth) ? 1 : 0;
        denied += Boolean.FALSE.equals(truth) ? 1 : 0;
        undecided += truth == null ? 1 : 0;
      }
    }
    int enough = EXPRESSIONS * ROWS / 10;
    assertThat(satisfied, is(greaterThan(enough)));
    assertThat(denied, is(greaterThan(enough)));
    assertThat(undecided, is(greaterThan(enough)));
  }

  // A boolean that is null is a null in one and no value in the other; both are no truth value.
  private static Boolean truth(Object value) {
    return value instanceof Boolean truth ? truth : null;
  }

  @Test
  public void plainCondition_isNotInterpreted() {
    Row row =
        Row.withSchema(SCHEMA)
            .addValues(1L, 1, 2.5, 2.5f, "a", "b", true, false, new BigDecimal("1.50"))
            .addValue(Row.withSchema(NESTED).addValues(1, "a").build())
            .addValue(1L)
            .build();
    for (String text :
        new String[] {
          "i1 > 0 && s1 != s2",
          "!(d1 < 2.5) && (b2 || i1 == i2)",
          "s1 in ['a', 'b'] && p >= decimal('1.5')",
          "i1 != null && r.i != null",
          "has(row.i1) && has(r.i)",
          "b1 ? i1 > 0.5 : false",
          "i1 == i3 && i1 >= 1 && i3 != -3"
        }) {
      assertThat(text, withoutInterpreter(text).of(row), is(true));
    }
    assertThat(withoutInterpreter("i1 + 1 > 0").of(row), is(nullValue()));
  }

  // The interpreter finds its functions by the tree's references, and without them has no value.
  private static Term withoutInterpreter(String text) {
    Binder binder = new Binder(text, SCHEMA, "test");
    Prepared prepared = binder.prepare();
    CelAbstractSyntaxTree tree = prepared.tree();
    return Terms.of(
        new Prepared(
            CelAbstractSyntaxTree.newCheckedAst(
                tree.getExpr(), tree.getSource(), ImmutableMap.of(), tree.getTypeMap()),
            prepared.constants()),
        binder.shape());
  }
}
