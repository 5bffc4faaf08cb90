package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RawFormatTest {

  private static final Schema PAYLOAD = Schema.of(Field.of("payload", FieldType.BYTES));

  @Test
  public void anyBytes_areTheRecord() throws Exception {
    RowDecoder decoder = RawFormat.of().decoder(PAYLOAD);
    for (byte[] bytes : new byte[][] {{}, {0}, {-1, 2, -128}}) {
      Row row = decoder.decode(bytes);
      assertThat(row, equalTo(Row.withSchema(PAYLOAD).addValues(bytes).build()));
      assertThat(row.getBytes(0), not(sameInstance(bytes)));
      assertThat(RawFormat.of().encoder(PAYLOAD).encode(row), equalTo(bytes));
    }
    assertThat(RawFormat.of().schema(), equalTo(PAYLOAD));
    assertThat(RawFormat.of().name(), equalTo("raw"));
  }

  @Test
  public void field_namedOtherwise() throws Exception {
    RawFormat format = RawFormat.of().withField("body");
    Row row = format.decoder(format.schema()).decode(new byte[] {1});
    assertThat(row.getBytes("body"), equalTo(new byte[] {1}));
    assertThat(SerializableUtils.clone(format), equalTo(format));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> RawFormat.of().withField(""))
            .getMessage(),
        equalTo("withField() must not be empty."));
  }

  @Test
  public void encoder_writesTheFieldOnly() throws Exception {
    Schema more =
        Schema.builder().addInt64Field("id").addNullableField("payload", FieldType.BYTES).build();
    RowEncoder encoder = RawFormat.of().encoder(more);
    byte[] bytes = {1, 2};
    byte[] written = encoder.encode(Row.withSchema(more).addValues(1L, bytes).build());
    assertThat(written, equalTo(bytes));
    assertThat(written, not(sameInstance(bytes)));
    Row none = Row.withSchema(more).addValues(1L, null).build();
    assertThat(
        assertThrows(UnwritableException.class, () -> encoder.encode(none)).getMessage(),
        equalTo("field 'payload' is the record, but is null"));
  }

  @Test
  public void schema_ofOtherFieldsRefused() {
    Schema two = Schema.builder().addByteArrayField("payload").addInt64Field("id").build();
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> RawFormat.of().decoder(two))
            .getMessage(),
        equalTo(
            "RawFormat: a record is one value, but the schema has 2 fields. It must have 'payload'"
                + " alone."));
    Schema text = Schema.of(Field.of("payload", FieldType.STRING));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> RawFormat.of().decoder(text))
            .getMessage(),
        equalTo(
            "RawFormat: the field 'payload' must be BYTES, but is STRING. Name another with"
                + " withField()."));
    Schema other = Schema.of(Field.of("playload", FieldType.BYTES));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> RawFormat.of().encoder(other))
            .getMessage(),
        equalTo(
            "RawFormat: there is no field 'payload'. Did you mean 'playload'? Fields: playload"));
  }
}
