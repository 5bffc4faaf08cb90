package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;

public class KeyFormTest {

  @Test
  public void eachType_isWhatItsDigestGoesBy() {
    assertThat(
        KeyForm.of(
            Schema.builder()
                .addStringField("text")
                .addBooleanField("flag")
                .addDoubleField("real")
                .addFloatField("small")
                .addDecimalField("price")
                .addDateTimeField("time")
                .addByteArrayField("bytes")
                .addArrayField("tags", FieldType.STRING)
                .addRowField("home", Schema.builder().addInt16Field("zip").build())
                .addLogicalTypeField("day", SqlTypes.DATE)
                .build()),
        equalTo(
            "text STRING, flag BOOLEAN, real DOUBLE, small FLOAT, price DECIMAL, time DATETIME,"
                + " bytes BYTES, tags ARRAY<STRING>, home ROW<zip INT>, day INT"));
  }

  @Test
  public void fieldThatBecomesNullable_orAWiderWholeNumber_isTheSame() {
    assertThat(
        KeyForm.of(Schema.builder().addNullableField("n", FieldType.INT64).build()),
        equalTo(KeyForm.of(Schema.builder().addInt32Field("n").build())));
  }
}
