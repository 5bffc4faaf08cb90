package io.summerbeam.sdk.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class KeyTemplateTest {

  private static final Schema KEYS =
      Schema.builder()
          .addInt64Field("id")
          .addStringField("name")
          .addBooleanField("flag")
          .addField("day", FieldType.logicalType(SqlTypes.DATE))
          .build();

  @Test
  public void fill_putsFieldsIn() throws Exception {
    KeyTemplate template = KeyTemplate.parse("{{a}}{name}-{id}/{flag}{{{day}", "test()");
    assertThat(template.fields(), equalTo(List.of("name", "id", "flag", "day")));
    assertThat(template.literals(), equalTo(List.of("{a}", "-", "/", "{", "")));
    Row key = Row.withSchema(KEYS).addValues(-7L, "x{y}", true, LocalDate.of(2024, 2, 29)).build();
    assertThat(
        template.fill(key, template.indexes(KEYS, "test()"), (text, field) -> field + "=" + text),
        equalTo("{a}0=x{y}-1=-7/2=true{3=2024-02-29"));
  }

  @Test
  public void parse_wrongBraces_areRefused() {
    for (String wrong : List.of("{a", "a}", "{}", "x{a}}", "{a}}b{c}")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> KeyTemplate.parse(wrong, "withX()"));
      assertThat(
          e.getMessage(),
          equalTo(
              "withX() must have fields as {field}, and other braces doubled, but was: '"
                  + wrong
                  + "'"));
    }
  }

  @Test
  public void parse_noFieldOrOneTwice_isRefused() {
    for (String wrong : List.of("", "a", "{a}{a}")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> KeyTemplate.parse(wrong, "withX()"));
      assertThat(e.getMessage(), containsString("must name each field of the key once"));
    }
  }

  @Test
  public void indexes_otherFields_areRefused() {
    KeyTemplate template = KeyTemplate.parse("{id}", "withX()");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> template.indexes(KEYS, "withX()"))
            .getMessage(),
        equalTo("withX() must name each field of the key, but 'name' is not in: {id}"));
    Schema other = Schema.builder().addInt64Field("idd").build();
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> template.indexes(other, "withX()"))
            .getMessage(),
        containsString("'idd'"));
  }

  @Test
  public void addKey_typesThatAreNoKey_areRefused() {
    for (FieldType type :
        List.of(
            FieldType.DOUBLE,
            FieldType.DECIMAL,
            FieldType.BYTES,
            FieldType.DATETIME,
            FieldType.logicalType(SqlTypes.TIME))) {
      assertThat(KeyTemplate.isKey(type), equalTo(false));
      assertThrows(IllegalArgumentException.class, () -> KeyTemplate.addKey(KEYS, "other", type));
    }
    assertThrows(
        IllegalArgumentException.class, () -> KeyTemplate.addKey(KEYS, "id", FieldType.INT64));
    assertThat(
        KeyTemplate.addKey(Schema.builder().build(), "id", FieldType.INT64.withNullable(true)),
        equalTo(Schema.builder().addInt64Field("id").build()));
  }

  @Test
  public void templates_ofOneText_areEqual() {
    assertThat(KeyTemplate.parse("{a}", "x"), equalTo(KeyTemplate.parse("{a}", "y")));
    assertThat(KeyTemplate.parse("{a}", "x"), not(equalTo(KeyTemplate.parse("{b}", "x"))));
  }
}
