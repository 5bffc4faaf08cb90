package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonMissingFieldsTest {

  private static final Schema INNER =
      Schema.builder().addNullableField("b", FieldType.INT64).build();
  private static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("a", FieldType.STRING)
          .addNullableField("list", FieldType.array(FieldType.row(INNER)))
          .build();

  private final RowDecoder strict = JsonFormat.of().refusingMissingFields().decoder(SCHEMA);

  @Test
  public void writtenNull_isNull() throws Exception {
    assertThat(
        decode(strict, "{\"a\":null,\"list\":[{\"b\":null}],\"more\":1}"),
        equalTo(
            Row.withSchema(SCHEMA)
                .addValues(null, List.of(Row.withSchema(INNER).addValues((Object) null).build()))
                .build()));
  }

  @Test
  public void absentKey_malformed() throws Exception {
    assertThat(
        refusal(strict, "{\"A\":\"x\",\"list\":null}"),
        equalTo("field 'a' must be a string, but is missing"));
    assertThat(
        refusal(strict, "{\"a\":\"x\",\"list\":[{}]}"),
        equalTo("field 'list[*].b' must be a whole number (INT64), but is missing"));
    assertThat(
        decode(JsonFormat.of().decoder(SCHEMA), "{}"),
        equalTo(Row.withSchema(SCHEMA).addValues(null, null).build()));
  }

  @Test
  public void bothStrictnesses_together() throws Exception {
    for (JsonFormat format :
        List.of(
            JsonFormat.of().refusingMissingFields().refusingUnknownFields(),
            JsonFormat.of().refusingUnknownFields().refusingMissingFields())) {
      RowDecoder decoder = format.decoder(SCHEMA);
      assertThat(
          refusal(decoder, "{\"a\":null}"),
          equalTo("field 'list' must be an array (ARRAY), but is missing"));
      assertThat(
          refusal(decoder, "{\"a\":null,\"list\":null,\"c\":1}"),
          equalTo("the record must have no keys but those of the schema, but has another one"));
      assertThat(SerializableUtils.clone(format), equalTo(format));
      assertThat(format, not(equalTo(JsonFormat.of().refusingMissingFields())));
    }
  }
}
