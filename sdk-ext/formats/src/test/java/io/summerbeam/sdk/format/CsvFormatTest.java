package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class CsvFormatTest {

  private static final Schema AIRPORT =
      Schema.builder()
          .addStringField("iata")
          .addStringField("city")
          .addNullableField("latitude", FieldType.DOUBLE)
          .build();
  private static final Schema TWO =
      Schema.builder()
          .addNullableField("a", FieldType.STRING)
          .addNullableField("b", FieldType.STRING)
          .build();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Object> columns(String record) throws MalformedException {
    return decode(CsvFormat.of().decoder(TWO), record).getValues();
  }

  private static RowDecoder of(FieldType type) {
    return CsvFormat.of().decoder(Schema.of(Schema.Field.of("x", type)));
  }

  private static Object value(FieldType type, String text) throws MalformedException {
    return decode(of(type), text).getValue(0);
  }

  private static String wrong(FieldType type, String text) {
    return refusal(of(type), text);
  }

  @Test
  public void header_namesColumnsInAnyOrderAndMore() throws Exception {
    RowDecoder decoder = CsvFormat.of().decoder(AIRPORT, utf8("latitude,name,iata,\"city\",name"));
    assertThat(
        decode(decoder, "31.95,Thigpen,00M,\"Bay, Springs\",x"),
        equalTo(Row.withSchema(AIRPORT).addValues("00M", "Bay, Springs", 31.95).build()));
  }

  @Test
  public void header_withoutAFieldRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CsvFormat.of().decoder(AIRPORT, utf8("iata,citty,latitude")))
            .getMessage(),
        equalTo(
            "There is no column for the field 'city'. Did you mean 'citty'?"
                + " The first line must name the columns; it has 3."));
  }

  @Test
  public void header_withAFieldTwiceRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CsvFormat.of().decoder(AIRPORT, utf8("iata,city,latitude,city")))
            .getMessage(),
        startsWith("There are several columns for the field 'city'"));
  }

  @Test
  public void header_thatIsNoCsvRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CsvFormat.of().decoder(AIRPORT, utf8("iata,\"city,latitude")))
            .getMessage(),
        equalTo("The header is no record of CSV: the record is not CSV: a quote is not closed"));
  }

  @Test
  public void quotes_holdAnything() throws Exception {
    assertThat(columns("\"a,\"\"b\"\"\r\nc\rd\",\"\""), equalTo(List.of("a,\"b\"\r\nc\rd", "")));
    assertThat(columns("\"\"\"\",x\"y\"\"z"), equalTo(List.of("\"", "x\"y\"\"z")));
    assertThat(columns(" \"a\" ,#b"), equalTo(List.of(" \"a\" ", "#b")));
    assertThat(columns("\uFEFFa,é😀"), equalTo(List.of("\uFEFFa", "é😀")));
  }

  @Test
  public void nothing_nullOrEmpty() throws Exception {
    assertThat(columns(",\"\""), equalTo(Arrays.asList(null, "")));
    assertThat(
        decode(CsvFormat.of().decoder(AIRPORT), ",,"),
        equalTo(Row.withSchema(AIRPORT).addValues("", "", null).build()));
    assertThat(
        refusal(CsvFormat.of().decoder(AIRPORT), "a,b,\"\""),
        equalTo("field 'latitude' must be a number (DOUBLE), but is empty"));
    Schema required = Schema.builder().addStringField("s").addInt64Field("n").build();
    assertThat(
        refusal(CsvFormat.of().decoder(required), "a,"),
        equalTo("field 'n' must be a whole number (INT64), but is empty"));
  }

  @Test
  public void columns_ofAnotherCountMalformed() {
    assertThat(
        refusal(CsvFormat.of().decoder(TWO), "a"),
        equalTo("the record must have 2 columns, one for each field that is named, but has 1"));
    assertThat(
        refusal(CsvFormat.of().decoder(TWO), "a,b,"),
        equalTo("the record must have 2 columns, one for each field that is named, but has 3"));
    assertThat(
        refusal(CsvFormat.of().decoder(TWO, utf8("b,c,a")), "x,y"),
        equalTo("the record must have 3 columns, as the header, but has 2"));
    assertThat(refusal(CsvFormat.of().decoder(TWO), ""), equalTo("the record is empty"));
  }

  @Test
  public void syntax_strict() {
    String lineEnd =
        "the record is not CSV: a line break or a carriage return stands outside of quotes";
    for (String bad : List.of("a,b\r", "a\rb,c", "a,b\n", "a,b\nc,d", "\r", "a,\"b\"\r")) {
      assertThat(refusal(CsvFormat.of().decoder(TWO), bad), equalTo(lineEnd));
    }
    for (String bad : List.of("a,\"b", "\"a,b", "a,\"b\"\"", "a,\"b\r")) {
      assertThat(
          refusal(CsvFormat.of().decoder(TWO), bad),
          equalTo("the record is not CSV: a quote is not closed"));
    }
    assertThat(
        refusal(CsvFormat.of().decoder(TWO), "a,\"secret\"x"),
        equalTo("the record is not CSV: text stands behind a closing quote"));
  }

  @Test
  public void notUtf8_malformed() {
    assertThat(
        refusal(CsvFormat.of().decoder(TWO), new byte[] {'a', ',', (byte) 0xE9}),
        equalTo("the record is not UTF-8 at its byte 2"));
  }

  @Test
  public void numbers_asInJson() throws Exception {
    assertThat(value(FieldType.INT64, "-9223372036854775808"), equalTo(Long.MIN_VALUE));
    assertThat(value(FieldType.INT32, "\"12\""), equalTo(12));
    assertThat(value(FieldType.INT16, "0"), equalTo((short) 0));
    assertThat(value(FieldType.BYTE, "-128"), equalTo((byte) -128));
    assertThat(value(FieldType.DOUBLE, "1e-3"), equalTo(0.001));
    assertThat(value(FieldType.FLOAT, "0.1"), equalTo(0.1f));
    assertThat(value(FieldType.DECIMAL, "1.50"), equalTo(new BigDecimal("1.50")));
    for (String bad :
        List.of("+1", "01", " 1", "1 ", "1.0", "1e1", "1_0", "0x1", "-", "١", "one", "--1")) {
      assertThat(
          wrong(FieldType.INT64, bad),
          equalTo("field 'x' must be a whole number (INT64), but is another text"));
    }
    for (String bad : List.of("NaN", "Infinity", "1.", ".5", "1e", "1d", "1f", "0x1p3", " 1.5")) {
      assertThat(
          wrong(FieldType.DOUBLE, bad),
          equalTo("field 'x' must be a number (DOUBLE), but is another text"));
    }
    for (String bad : List.of("9223372036854775808", "1" + "0".repeat(1000))) {
      assertThat(
          wrong(FieldType.INT64, bad),
          equalTo("field 'x' must be a whole number (INT64), but is outside of its range"));
    }
    assertThat(
        wrong(FieldType.BYTE, "128"),
        equalTo("field 'x' must be a whole number (BYTE), but is outside of its range"));
    assertThat(
        wrong(FieldType.DOUBLE, "1e309"),
        equalTo("field 'x' must be a number (DOUBLE), but is outside of its range"));
  }

  @Test
  public void otherTypes_strict() throws Exception {
    assertThat(value(FieldType.BOOLEAN, "true"), equalTo(true));
    assertThat(value(FieldType.BOOLEAN, "false"), equalTo(false));
    assertThat(value(FieldType.BYTES, "AP8="), equalTo(new byte[] {0, (byte) 0xFF}));
    assertThat(
        value(FieldType.DATETIME, "2001-01-01T00:00:00Z"),
        equalTo(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(
        wrong(FieldType.BOOLEAN, "True"),
        equalTo("field 'x' must be true or false, but is another text"));
    assertThat(
        wrong(FieldType.BYTES, "?"),
        equalTo("field 'x' must be base64 text (BYTES), but is another text"));
    assertThat(wrong(FieldType.DATETIME, "2001-02-30T00:00:00Z"), containsString("another text"));
  }

  @Test
  public void schema_withOtherTypesRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> of(FieldType.array(FieldType.STRING)))
            .getMessage(),
        startsWith("field 'x' is of type ARRAY, which CSV has no form for."));
    assertThrows(
        IllegalArgumentException.class,
        () -> CsvFormat.of().encoder(Schema.builder().addRowField("r", TWO).build()));
  }

  @Test
  public void withDelimiter_readsAndWritesIt() throws Exception {
    CsvFormat tabs = CsvFormat.of().withDelimiter('\t');
    assertThat(
        decode(tabs.decoder(TWO, utf8("b\ta")), "x,y\t\"z\t\""),
        equalTo(Row.withSchema(TWO).addValues("z\t", "x,y").build()));
    assertThat(
        tabs.encoder(TWO).encode(Row.withSchema(TWO).addValues("z\t", "x,y").build()),
        equalTo(utf8("\"z\t\"\tx,y")));
    assertThat(tabs.delimiter(), equalTo('\t'));
  }

  @Test
  public void withDelimiter_refusesWhatIsNone() {
    for (char bad : new char[] {'"', '\n', '\r', 'a', '7', '-', '.', '+', '#', '\0', 'é', '€'}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> CsvFormat.of().withDelimiter(bad))
              .getMessage(),
          startsWith("withDelimiter() must be an ASCII character"));
    }
  }

  @Test
  public void format_serializable() {
    CsvFormat format = CsvFormat.of().withDelimiter(';');
    assertThat(SerializableUtils.clone(format), equalTo(format));
    assertThat(format.name(), equalTo("csv"));
    assertThat(CsvFormat.of().delimiter(), equalTo(','));
  }

  @Test
  public void decimal_scaleThatIsTooLarge_isMalformed() throws Exception {
    String zeros = "0".repeat(9_999);
    assertThat(value(FieldType.DECIMAL, "1e10000"), equalTo(new BigDecimal("1e10000")));
    assertThat(value(FieldType.DECIMAL, "1e-10000"), equalTo(new BigDecimal("1e-10000")));
    assertThat(value(FieldType.DECIMAL, "0." + zeros + "1"), equalTo(new BigDecimal("1e-10000")));
    assertThat(
        value(FieldType.DECIMAL, "1" + zeros + zeros),
        equalTo(new BigDecimal("1e19998").setScale(0)));
    for (String number :
        new String[] {
          "1e10001", "-1e10001", "1e-10001", "0e10001", "1e2147483647", "0.0" + zeros + "1"
        }) {
      assertThat(
          wrong(FieldType.DECIMAL, number),
          equalTo("field 'x' must be a number (DECIMAL), but is outside of its range"));
    }
  }
}
