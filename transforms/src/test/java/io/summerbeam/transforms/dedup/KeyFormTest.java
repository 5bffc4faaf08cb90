package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
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
                + " bytes BYTES, tags ARRAY<STRING>, home ROW<zip INT>,"
                + " day LOGICAL<beam:logical_type:date:v1 INT64>"));
  }

  @Test
  public void typesOfTheSameBase_areNotTheSame() {
    assertThat(
        form(EnumerationType.create("OPEN", "PAID")),
        not(equalTo(form(EnumerationType.create("NEW", "OPEN", "PAID")))));
    assertThat(form(Timestamp.MICROS), not(equalTo(form(Timestamp.NANOS))));
    assertThat(form(SqlTypes.DATE), not(equalTo(form(SqlTypes.TIME))));
  }

  private static String form(LogicalType<?, ?> type) {
    return KeyForm.of(Schema.builder().addLogicalTypeField("f", type).build());
  }

  @Test
  public void fieldThatBecomesNullable_orAWiderWholeNumber_isTheSame() {
    assertThat(
        KeyForm.of(Schema.builder().addNullableField("n", FieldType.INT64).build()),
        equalTo(KeyForm.of(Schema.builder().addInt32Field("n").build())));
  }
}
