package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.source.Provenance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Records that are of a schema, and those that are not. */
public class ConformityTest {

  private static final Schema INNER =
      Schema.builder().addStringField("zip").addNullableField("city", FieldType.STRING).build();
  private static final Schema LOOSE_INNER =
      Schema.builder()
          .addNullableField("city", FieldType.STRING)
          .addNullableField("zip", FieldType.STRING)
          .build();
  private static final Schema EXPECTED =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("note", FieldType.STRING)
          .addRowField("home", INNER)
          .addArrayField("tags", FieldType.STRING)
          .addMapField("sizes", FieldType.STRING, FieldType.INT32)
          .build();

  /** The same with other orders, and null everywhere. */
  private static final Schema LOOSE =
      Schema.builder()
          .addNullableField("home", FieldType.row(LOOSE_INNER))
          .addNullableField("tags", FieldType.array(FieldType.STRING.withNullable(true)))
          .addNullableField(
              "sizes", FieldType.map(FieldType.STRING, FieldType.INT32.withNullable(true)))
          .addNullableField("note", FieldType.STRING)
          .addNullableField("id", FieldType.INT64)
          .build();

  @Test
  public void record_thatIsOfTheSchema_conforms() {
    assertThat(conforms(home("48226", "Detroit"), List.of("a"), Map.of("s", 1), "x", 1L), is(true));
    assertThat(conforms(home("48226", null), List.of(), Map.of(), null, 1L), is(true));
    assertThat(conforms(home("", ""), List.of(""), Map.of("", 0), "", 0L), is(true));
  }

  @Test
  public void nullWhereNoneIsAllowed_doesNotConform() {
    Row home = home("48226", null);
    Map<String, Integer> nullSize = new HashMap<>();
    nullSize.put("s", null);
    assertThat(conforms(home, List.of(), Map.of(), null, null), is(false));
    assertThat(conforms(null, List.of(), Map.of(), null, 1L), is(false));
    assertThat(conforms(home(null, "Detroit"), List.of(), Map.of(), null, 1L), is(false));
    assertThat(conforms(home, null, Map.of(), null, 1L), is(false));
    assertThat(conforms(home, Arrays.asList("a", null), Map.of(), null, 1L), is(false));
    assertThat(conforms(home, List.of(), nullSize, null, 1L), is(false));
  }

  @Test
  public void valueOfAnotherClass_doesNotConform() {
    Row home = home("48226", null);
    assertThat(conforms(home, List.of(), Map.of(), null, 1), is(false));
    assertThat(conforms(home, List.of(), Map.of(), 'x', 1L), is(false));
    assertThat(conforms(home, List.of(1), Map.of(), null, 1L), is(false));
    assertThat(conforms(home, "a", Map.of(), null, 1L), is(false));
    assertThat(conforms(home, List.of(), Map.of(1, 1), null, 1L), is(false));
    assertThat(conforms(home, List.of(), List.of(), null, 1L), is(false));
    assertThat(conforms("home", List.of(), Map.of(), null, 1L), is(false));
    Row three = Row.withSchema(LOOSE_INNER).attachValues("48226", null, "more");
    assertThat(conforms(three, List.of(), Map.of(), null, 1L), is(false));
  }

  @Test
  public void provenance_isNotLookedAt() {
    Schema schema = Provenance.addTo(Schema.builder().addInt64Field("id").build());
    Row row = Row.withSchema(schema).addValues(1L, Provenance.ofFile("f", 0, 1L).toBytes()).build();
    assertThat(
        Held.by(Expectation.conformsTo(Schema.builder().addInt64Field("id").build()), row),
        is(true));
  }

  @Test
  public void inputOfAnotherSchema_isRefusedWithAllDifferences() {
    Schema expected =
        Schema.builder()
            .addInt64Field("id")
            .addStringField("origin")
            .addInt64Field("delay")
            .build();
    Schema input =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("delay", FieldType.INT64)
            .addStringField("orgin")
            .build();
    assertThat(
        Held.refusal(Expectation.conformsTo(expected), input),
        equalTo(
            "Validate: the input's schema does not conform: 'id INT32' should be 'id INT64';"
                + " 'origin' is missing; 'orgin' is not expected (did you mean 'origin'?). The"
                + " input is: id INT32, delay INT64 NULL, orgin STRING"));
  }

  @Test
  public void inputOfAnotherSchemaInside_isRefused() {
    for (FieldType[] pair :
        new FieldType[][] {
          {FieldType.row(INNER), FieldType.row(Schema.builder().addStringField("zip").build())},
          {FieldType.array(FieldType.INT64), FieldType.array(FieldType.INT32)},
          {FieldType.array(FieldType.INT64), FieldType.iterable(FieldType.INT64)},
          {
            FieldType.map(FieldType.STRING, FieldType.INT64),
            FieldType.map(FieldType.INT64, FieldType.INT64)
          },
          {
            FieldType.logicalType(SqlTypes.DATE), FieldType.logicalType(SqlTypes.TIME),
          },
          {
            FieldType.logicalType(FixedBytes.of(3)), FieldType.logicalType(FixedBytes.of(4)),
          }
        }) {
      assertThat(
          Held.refusal(
              Expectation.conformsTo(Schema.builder().addField("x", pair[0]).build()),
              Schema.builder().addField("x", pair[1]).build()),
          containsString("should be"));
    }
  }

  private static org.hamcrest.Matcher<Boolean> is(boolean conforms) {
    return equalTo(conforms);
  }

  private static boolean conforms(Object home, Object tags, Object sizes, Object note, Object id) {
    return Held.by(
        Expectation.conformsTo(EXPECTED),
        Row.withSchema(LOOSE).attachValues(home, tags, sizes, note, id));
  }

  private static Row home(String zip, String city) {
    return Row.withSchema(LOOSE_INNER).addValues(city, zip).build();
  }
}
