package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class StringFormatTest {

  private static final Schema TEXT = Schema.of(Field.of("text", FieldType.STRING));

  @Test
  public void anyUtf8_isTheRecord() throws Exception {
    RowDecoder decoder = StringFormat.of().decoder(TEXT);
    RowEncoder encoder = StringFormat.of().encoder(TEXT);
    for (String text : new String[] {"", "a", " \r\n", "\0", "é😀", "\uFEFFa"}) {
      Row row = decode(decoder, text);
      assertThat(row, equalTo(Row.withSchema(TEXT).addValues(text).build()));
      assertThat(encoder.encode(row), equalTo(text.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(StringFormat.of().schema(), equalTo(TEXT));
    assertThat(StringFormat.of().name(), equalTo("text"));
  }

  @Test
  public void otherBytes_malformed() {
    RowDecoder decoder = StringFormat.of().decoder(TEXT);
    assertThat(
        refusal(decoder, new byte[] {'a', (byte) 0xE9}),
        equalTo("the record is not UTF-8 at its byte 1"));
  }

  @Test
  public void otherTexts_unwritable() {
    Schema nullable = Schema.of(Field.nullable("line", FieldType.STRING));
    RowEncoder encoder = StringFormat.of().withField("line").encoder(nullable);
    Row none = Row.withSchema(nullable).addValues((Object) null).build();
    assertThat(
        assertThrows(UnwritableException.class, () -> encoder.encode(none)).getMessage(),
        equalTo("field 'line' is the record, but is null"));
    Row half = Row.withSchema(nullable).addValues("secret\ud83d").build();
    assertThat(
        assertThrows(UnwritableException.class, () -> encoder.encode(half)).getMessage(),
        equalTo("field 'line' is a text with one half of a surrogate pair"));
  }

  @Test
  public void field_namedOtherwise() throws Exception {
    StringFormat format = StringFormat.of().withField("line");
    assertThat(decode(format.decoder(format.schema()), "x").getString("line"), equalTo("x"));
    assertThat(SerializableUtils.clone(format), equalTo(format));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> format.decoder(TEXT)).getMessage(),
        equalTo("StringFormat: there is no field 'line'. Fields: text"));
  }
}
