package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Which field a name stands for. */
@RunWith(JUnit4.class)
public class NamesTest {

  private static final Schema INNER = Schema.builder().addInt32Field("a b").build();

  private static final Schema SCHEMA =
      Schema.builder()
          .addInt32Field("n")
          .addInt32Field("row")
          .addStringField("type")
          .addStringField("string")
          .addStringField("in")
          .addStringField("post code")
          .addStringField("grüße")
          .addArrayField("list", FieldType.INT32)
          .addRowField("inner", INNER)
          .build();

  private static final Row ROW =
      Row.withSchema(SCHEMA)
          .addValues(1, 2, "a type", "a string", "an in", "a code", "hello", List.of(5, 6))
          .addValue(Row.withSchema(INNER).addValue(3).build())
          .build();

  private static void assertTrue(String text) {
    assertThat(text, Expression.of(text).bindCondition(SCHEMA, "test").test(ROW), is(true));
  }

  @Test
  public void row_isTheRecord() {
    assertTrue("row.n == 1 && n == 1");
    assertTrue("row.row == 2");
  }

  @Test
  public void fieldWithTheNameOfAType_isTheField() {
    assertTrue("type == 'a type' && string == 'a string'");
    assertTrue("type(n) == int && string(n) == '1'");
  }

  @Test
  public void otherNames_areQuoted() {
    assertTrue("row.`in` == 'an in' && row.`post code` == 'a code'");
    assertTrue("row.`in` != null && has(row.`in`)");
  }

  @Test
  public void anyName_isReachedAsAText() {
    assertTrue("row['grüße'] == 'hello'");
    assertTrue("row['n'] + 1 == 2 && row['in'] == 'an in'");
    assertTrue("inner['a b'] == 3 && row.inner['a b'] == 3 && row['inner']['a b'] == 3");
    assertTrue("list.exists(i, row['n'] == 1)");
  }

  @Test
  public void variableOfMacro_hidesTheField() {
    assertTrue("list.exists(n, n == 5)");
    assertTrue("list.exists(n, n == 5 && row.n == 1)");
    assertTrue("list.exists(row, row == 5 && n == 1)");
    assertTrue("list.all(i, list.exists(j, i + n > j))");
    assertTrue("list.map(n, n + 1) == [6, 7] && n == 1");
  }
}
