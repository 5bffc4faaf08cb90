package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What null, and what cannot be computed, mean in a condition. */
@RunWith(JUnit4.class)
public class NullSemanticsTest {

  private static final Schema ADDRESS =
      Schema.of(Field.of("zip", FieldType.STRING), Field.nullable("street", FieldType.STRING));

  private static final Schema ITEM =
      Schema.of(
          Field.nullable("gift", FieldType.BOOLEAN), Field.nullable("count", FieldType.INT32));

  private static final Schema SCHEMA =
      Schema.of(
          Field.of("one", FieldType.INT64),
          Field.nullable("none", FieldType.INT64),
          Field.nullable("text", FieldType.STRING),
          Field.nullable("flag", FieldType.BOOLEAN),
          Field.nullable("home", FieldType.row(ADDRESS)),
          Field.nullable("work", FieldType.row(ADDRESS)),
          Field.nullable("list", FieldType.array(FieldType.INT64.withNullable(true))),
          Field.nullable(
              "map", FieldType.map(FieldType.STRING, FieldType.INT64.withNullable(true))),
          Field.nullable("items", FieldType.array(FieldType.row(ITEM))));

  private static Row row() {
    Map<String, Long> map = new HashMap<>();
    map.put("here", 1L);
    map.put("empty", null);
    return Row.withSchema(SCHEMA)
        .addValues(
            1L,
            null,
            null,
            null,
            Row.withSchema(ADDRESS).addValues("94105", null).build(),
            null,
            Arrays.asList(1L, null),
            map,
            Arrays.asList(
                Row.withSchema(ITEM).addValues(null, 3).build(),
                Row.withSchema(ITEM).addValues(true, null).build()))
        .build();
  }

  private static boolean test(String text) {
    return Expression.of(text).bindCondition(SCHEMA, "test").test(row());
  }

  private static void assertTrue(String text) {
    assertThat(text, test(text), is(true));
    assertThat(text, test("!(" + text + ")"), is(false));
  }

  private static void assertFalse(String text) {
    assertThat(text, test(text), is(false));
    assertThat(text, test("!(" + text + ")"), is(true));
  }

  /** Neither true nor false: not satisfied, nor is the opposite. */
  private static void assertNoTruth(String text) {
    assertThat(text, test(text), is(false));
    assertThat("!" + text, test("!(" + text + ")"), is(false));
    // Nor is it so where CEL's interpreter does all of it, inside of a macro.
    assertThat(text, test("[1].exists(i, " + text + ")"), is(false));
    assertThat(text, test("![1].exists(i, " + text + ")"), is(false));
    assertTrue("[1].exists(i, one == 1 || (" + text + "))");
    assertFalse("[1].exists(i, one == 2 && (" + text + "))");
  }

  @Test
  public void comparison_withNull_hasNoTruthValue() {
    assertNoTruth("none == 1");
    assertNoTruth("none != 1");
    assertNoTruth("none < 1");
    assertNoTruth("none <= 1");
    assertNoTruth("none > 1");
    assertNoTruth("none >= 1");
    assertNoTruth("none == none");
    assertNoTruth("one == none");
    assertNoTruth("text == 'a'");
    assertNoTruth("work == home");
  }

  @Test
  public void function_ofNull_hasNoTruthValue() {
    assertNoTruth("text.startsWith('a')");
    assertNoTruth("text.matches('a')");
    assertNoTruth("size(text) == 0");
    assertNoTruth("none + 1 == 1");
    assertNoTruth("none in [1, 2]");
    assertNoTruth("none in list");
    assertNoTruth("text in map");
  }

  @Test
  public void nullLiteral_testsForNull() {
    assertTrue("none == null");
    assertFalse("none != null");
    assertTrue("null != one");
    assertFalse("null == one");
    assertTrue("work == null");
    assertFalse("list == null");
    assertTrue("map['empty'] == null");
    assertTrue("[1].exists(i, none == null)");
    assertTrue("(one == 1 ? none : one) == null");
  }

  @Test
  public void logic_isDecidedByOneSide_whereItCanBe() {
    assertTrue("none > 5 || one == 1");
    assertTrue("one == 1 || none > 5");
    assertNoTruth("none > 5 || one == 2");
    assertFalse("none > 5 && one == 2");
    assertFalse("one == 2 && none > 5");
    assertNoTruth("none > 5 && one == 1");
    assertNoTruth("none > 5 ? true : true");
  }

  @Test
  public void nullBoolean_hasNoTruthValue() {
    assertNoTruth("flag");
    assertNoTruth("flag || one == 2");
    assertTrue("flag || one == 1");
    assertFalse("flag && one == 2");
    assertTrue("[1].exists(i, flag || one == 1)");
    assertFalse("[1].exists(i, flag && one == 2)");
    assertNoTruth("flag ? one == 1 : one == 1");
  }

  @Test
  public void nullBooleanInMacro_isDecidedByOneSide() {
    assertTrue("items.exists(i, i.gift)");
    assertTrue("items.exists(i, i.gift || i.count == 3)");
    assertFalse("items.all(i, i.gift && one == 2)");
    assertNoTruth("items.all(i, i.count > 0)");
  }

  @Test
  public void listWithNull_doesNotDenyMembership() {
    assertTrue("1 in list");
    assertNoTruth("2 in list");
    assertTrue("one in [1, null]");
    assertNoTruth("one in [2, null]");
    assertFalse("one in [2, 3]");
  }

  @Test
  public void has_isNotNull() {
    assertTrue("has(row.one)");
    assertFalse("has(row.none)");
    assertTrue("has(home.zip)");
    assertFalse("has(home.street)");
    assertTrue("[1].exists(i, has(home.zip))");
    assertFalse("[1].exists(i, has(home.street))");
  }

  @Test
  public void fieldOfNullRow_hasNoValue() {
    assertNoTruth("work.zip == '94105'");
    assertNoTruth("work.zip == null");
    assertNoTruth("has(work.zip)");
  }

  @Test
  public void nullInside_isEqualToNull() {
    assertTrue("list == [1, null]");
    assertTrue("home == home");
    assertTrue("map == {'here': 1, 'empty': null}");
    assertFalse("list == [1, 2]");
  }

  @Test
  public void whatCannotBeComputed_hasNoTruthValue() {
    assertNoTruth("one / 0 == 1");
    assertNoTruth("one % 0 == 1");
    assertNoTruth("one + 9223372036854775807 > 0");
    assertNoTruth("list[5] == 1");
    assertNoTruth("map['gone'] == 1");
    assertNoTruth("map.gone == 1");
    assertNoTruth("int('abc' + string(one)) == 1");
    assertNoTruth("timestamp('abc' + string(one)) > timestamp('2001-01-01T00:00:00Z')");
    assertNoTruth("decimal('abc' + string(one)) > 1");
    assertNoTruth("decimal('1e99999' + string(one)) + 1 > 1");
    assertNoTruth("'a'.matches('(' + string(one))");
    assertNoTruth("dyn(one) > 'a'");
    assertTrue("one / 0 == 1 || one == 1");
  }

  @Test
  public void macro_visitsNoMoreThanItsLimit() {
    String big = "[0,1,2,3,4,5,6,7,8,9]";
    String loops = "";
    for (String name : new String[] {"a", "b", "c", "d", "e"}) {
      loops += big + ".all(" + name + ", ";
    }
    assertNoTruth(loops + "one == 1" + ")".repeat(5));
    assertTrue("[0,1].all(a, [0,1].all(b, one == 1))");
  }

  @Test
  public void emptyCollections_areAsInCel() {
    assertFalse("[].exists(i, none > 5)");
    assertTrue("[].all(i, none > 5)");
    assertFalse("one in []");
  }
}
