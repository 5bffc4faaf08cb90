package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

public class MadeUpTest {

  @Test
  public void row_textsLookLikeTheirNames() {
    Schema schema =
        Schema.builder()
            .addStringField("contactEmail")
            .addStringField("phone_number")
            .addStringField("card")
            .addStringField("full_name")
            .addStringField("comment")
            .addStringField("x")
            .build();
    assertThat(
        MadeUp.row(schema, null).getValues(),
        equalTo(
            List.of(
                "anna.lind@example.com",
                "+1 202-555-0143",
                "4111 1111 1111 1111",
                "Anna Lind",
                "Call Anna at +1 202-555-0143 or write to anna.lind@example.com.",
                "made-up value")));
    assertThat(MadeUp.row(schema, "t").getValues(), equalTo(List.of("t", "t", "t", "t", "t", "t")));
  }

  @Test
  public void row_hasAValueOfEachType() {
    Schema nested = Schema.builder().addStringField("zip").build();
    Schema schema =
        Schema.builder()
            .addBooleanField("boolean")
            .addByteField("byte")
            .addInt16Field("int16")
            .addInt32Field("int32")
            .addInt64Field("int64")
            .addFloatField("float")
            .addDoubleField("double")
            .addDecimalField("decimal")
            .addDateTimeField("datetime")
            .addByteArrayField("bytes")
            .addArrayField("array", FieldType.row(nested))
            .addIterableField("iterable", FieldType.INT64)
            .addMapField("map", FieldType.STRING, FieldType.row(nested))
            .addRowField("row", nested)
            .addLogicalTypeField("day", SqlTypes.DATE)
            .addLogicalTypeField("instant", SqlTypes.TIMESTAMP)
            .build();
    Row row = MadeUp.row(schema, null);
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.getName(), row.getValue(field.getName()), notNullValue());
    }
    // Refuses what is not of the type.
    assertThat(Row.withSchema(schema).addValues(row.getValues()).build(), equalTo(row));
    assertThat(
        row.getMap("map"),
        equalTo(Map.of("made-up value", Row.withSchema(nested).addValue("90210-1234").build())));
  }

  @Test
  public void row_logicalTypeWithRulesOfItsOwn_isNull() {
    Schema schema = Schema.builder().addLogicalTypeField("four", FixedBytes.of(4)).build();
    Object value = MadeUp.row(schema, null).getValue(0);
    assertThat(value, nullValue());
  }

  @Test
  public void row_hasNoProvenance() {
    Schema schema = Provenance.addTo(Schema.builder().addStringField("x").build());
    assertThat(Provenance.of(MadeUp.row(schema, null)), nullValue());
  }
}
