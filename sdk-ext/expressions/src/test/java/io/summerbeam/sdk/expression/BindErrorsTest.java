package io.summerbeam.sdk.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What is said of an expression that does not fit. */
@RunWith(JUnit4.class)
public class BindErrorsTest {

  private static final Schema ITEM = Schema.builder().addStringField("sku").build();

  private static final Schema SCHEMA =
      Provenance.addTo(
          Schema.builder()
              .addInt64Field("distance")
              .addStringField("origin")
              .addNullableField("price", FieldType.DECIMAL)
              .addArrayField("items", FieldType.row(ITEM))
              .addStringField("post code")
              .addStringField("in")
              .addStringField("größe")
              .addLogicalTypeField("day", new Date())
              .build());

  private static String complaint(String text) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> Expression.of(text).bindCondition(SCHEMA, "Validate.expect(e)"))
        .getMessage();
  }

  private static void assertComplaint(String text, int column, String message) {
    assertThat(
        complaint(text),
        is(
            "Validate.expect(e): line 1, column "
                + column
                + ": "
                + message
                + "\n  "
                + text
                + "\n  "
                + " ".repeat(column - 1)
                + "^"));
  }

  @Test
  public void unknownField_isAnsweredWithThoseThereAre() {
    assertComplaint(
        "distanc > 0",
        1,
        "there is no field 'distanc'. Did you mean 'distance'?"
            + " Fields: distance, origin, price, items, post code, in, größe");
    assertComplaint(
        "row.orign == 'x'",
        4,
        "there is no field 'orign'. Did you mean 'origin'?"
            + " Fields: distance, origin, price, items, post code, in, größe");
  }

  @Test
  public void unknownNestedField_isAnsweredWithThoseThereAre() {
    String message = "there is no field 'skuu' in this row. Did you mean 'sku'? Fields: sku";
    assertComplaint("items[0].skuu == 'a'", 9, message);
    assertComplaint("items[0]['skuu'] == 'a'", 10, message);
    assertComplaint("items.exists(i, i.skuu == 'a')", 18, message);
    assertComplaint(
        "items.filter(i, i.sku == '')[0].skuu == 'a'", 32, "there is no field 'skuu' in this row.");
  }

  @Test
  public void syntaxAlone_isCheckedWithoutASchema() {
    Expression.of("anything + 1 == other.thing").requireSyntax("set(a)");
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Expression.of("1 +").requireSyntax("set(a)"))
            .getMessage(),
        startsWith("set(a): line 1, column 4: "));
  }

  @Test
  public void provenance_isNoField() {
    assertThat(
        complaint("_provenance == null"),
        startsWith("Validate.expect(e): line 1, column 1: there is no field '_provenance'."));
  }

  @Test
  public void fieldOfUnreadableType_isNamedWithItsType() {
    assertComplaint(
        "day == null",
        1,
        "field 'day' is of type beam:logical_type:date:v1, which expressions cannot read."
            + " Convert it in a step before.");
  }

  @Test
  public void secondLine_isShown() {
    assertThat(
        complaint("distance > 0 &&\n  orign == 'x'"),
        is(
            "Validate.expect(e): line 2, column 3: there is no field 'orign'. Did you mean"
                + " 'origin'? Fields: distance, origin, price, items, post code, in, größe"
                + "\n    orign == 'x'\n    ^"));
  }

  @Test
  public void typesThatDoNotFit_areNamed() {
    assertComplaint("distance > 'x'", 10, "'>' cannot compare int with string.");
    assertComplaint("distance == 'x'", 10, "'==' cannot compare int with string.");
    assertComplaint("distance < null", 10, "'<' cannot compare int with null.");
    assertComplaint(
        "items < items", 7, "'<' cannot compare list(row(items)) with list(row(items)).");
    assertComplaint("distance in ['a']", 10, "'in' cannot find int in list(string).");
    assertComplaint("distance in {'a': 1}", 10, "'in' cannot find int in map(string, int).");
    assertComplaint("origin + 1 == ''", 8, "'+' cannot be applied to (string, int).");
    assertComplaint("distance && true", 10, "'&&' cannot be applied to (int, bool).");
    assertComplaint("origin.startsWith(5)", 18, "'startsWith' cannot be applied to string.(int).");
    assertComplaint("distance ? true : false", 10, "'?:' cannot be applied to (int, bool, bool).");
    assertComplaint("origin[0] == ''", 7, "'[]' cannot be applied to (string, int).");
    assertComplaint("'a' in origin", 5, "'in' cannot be applied to (string, string).");
    assertComplaint(
        "distance + 0.5 > 1.0",
        10,
        "'+' cannot be applied to (int, double). Whole numbers and doubles are compared, but not"
            + " computed with each other; write double(x) for the whole number.");
  }

  @Test
  public void decimalWithDouble_isRefusedWithTheRemedy() {
    String remedy =
        " A decimal is compared and computed with decimals and whole numbers only; write"
            + " decimal(\"1.5\") for the number, or double(x) for the decimal.";
    assertComplaint("price > 1.0", 7, "'>' cannot compare decimal with double." + remedy);
    assertComplaint("price == 1.0", 7, "'==' cannot compare decimal with double." + remedy);
    assertComplaint("price in [1.0]", 7, "'in' cannot find decimal in list(double)." + remedy);
    assertComplaint("price + 1.0 > 2", 7, "'+' cannot be applied to (decimal, double)." + remedy);
  }

  @Test
  public void syntaxError_isShown() {
    assertComplaint("distance >", 11, "the expression ends where something is missing.");
    assertComplaint("distance = 5", 10, "'=' is no operator. Equality is written ==.");
    assertComplaint("distance > 5 and true", 14, "'and' is not expected here.");
    assertComplaint("origin == 'abc", 11, "the text that begins here has no end.");
    assertComplaint("distance > 5 # 3", 14, "'#' is not expected here.");
  }

  @Test
  public void nameThatCelCannotRead_isAnsweredWithItsQuotedForm() {
    assertComplaint(
        "in == 'x'", 1, "'in' is not expected here. The field 'in' is written row.`in`.");
    assertComplaint(
        "post code == 'x'",
        6,
        "'code' is not expected here. The field 'post code' is written row.`post code`.");
    assertComplaint(
        "größe == 'x'",
        3,
        "'ö' is not expected here. The field 'größe' is written row[\"größe\"].");
  }

  @Test
  public void unknownFunction_isAnsweredWithTheNearest() {
    assertComplaint(
        "sise(origin) > 3", 5, "there is no function or type 'sise'. Did you mean 'size'?");
    assertComplaint("_in_(origin, ['a'])", 5, "there is no function or type '_in_'.");
  }

  @Test
  public void hasOfAName_isAnsweredWithTheForm() {
    assertComplaint(
        "has(origin)",
        4,
        "has() takes a field of a row or a key of a map: has(row.delay). For a field there is also"
            + " delay != null.");
  }

  @Test
  public void condition_mustBeTrueOrFalse() {
    assertComplaint(
        "distance",
        1,
        "a condition must be true or false, but this is of type int. Compare it with something.");
  }

  @Test
  public void constantWithoutValue_isRefused() {
    assertComplaint("price > decimal('abc')", 16, "this constant has no value.");
    assertComplaint("timestamp('2001-99-01T00:00:00Z') == null", 10, "this constant has no value.");
  }

  @Test
  public void patternThatIsNone_isRefused() {
    assertComplaint(
        "origin.matches('(')", 16, "this is no regular expression of RE2: missing closing ).");
  }

  @Test
  public void value_mustFitIntoAField() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Expression.of("duration('1h')").bindValue(SCHEMA, "Conform.set(x)"));
    assertThat(
        e.getMessage(),
        is(
            "Conform.set(x): line 1, column 9: no field can hold a value of type duration."
                + " Convert it, with string() for one.\n  duration('1h')\n          ^"));
  }

  @Test
  public void emptyExpression_isRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Expression.of(" "));
    assertThat(
        e.getMessage(),
        is("Expression.of(): the expression is empty. Write a CEL expression: distance > 0"));
  }
}
