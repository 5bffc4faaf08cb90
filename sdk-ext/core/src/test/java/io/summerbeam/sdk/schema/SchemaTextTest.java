package io.summerbeam.sdk.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;

public class SchemaTextTest {

  @Test
  public void of_primitiveTypes_areNamesTypesAndNullability() {
    assertThat(
        SchemaText.of(
            Schema.builder()
                .addInt64Field("id")
                .addNullableField("delay", FieldType.INT64)
                .addDecimalField("post code")
                .addDateTimeField("a`b")
                .build()),
        equalTo("id INT64, delay INT64 NULL, `post code` DECIMAL, `a``b` DATETIME"));
  }

  @Test
  public void of_typesInTypes_areWrittenToTheLast() {
    Schema inner =
        Schema.builder().addStringField("zip").addNullableField("code", FieldType.INT32).build();
    assertThat(
        SchemaText.of(
            Schema.builder()
                .addRowField("home", inner)
                .addArrayField("tags", FieldType.STRING.withNullable(true))
                .addNullableField("all", FieldType.iterable(FieldType.row(inner)))
                .addMapField("m", FieldType.STRING, FieldType.array(FieldType.DOUBLE))
                .build()),
        equalTo(
            "home ROW<zip STRING, code INT32 NULL>, tags ARRAY<STRING NULL>, "
                + "all ITERABLE<ROW<zip STRING, code INT32 NULL>> NULL, "
                + "m MAP<STRING, ARRAY<DOUBLE>>"));
  }

  @Test
  public void of_logicalTypes_areIdentifierArgumentAndBase() {
    assertThat(
        SchemaText.of(
            Schema.builder()
                .addLogicalTypeField("day", SqlTypes.DATE)
                .addLogicalTypeField("hash", FixedBytes.of(2))
                .addLogicalTypeField("kind", EnumerationType.create("A", "B"))
                .build()),
        equalTo(
            "day LOGICAL<beam:logical_type:date:v1 INT64>, "
                + "hash LOGICAL<beam:logical_type:fixed_bytes:v1(2) BYTES>, "
                + "kind LOGICAL<Enum({A=0, B=1}) INT32>"));
  }

  @Test
  public void of_provenance_isLeftOut() {
    assertThat(
        SchemaText.of(Provenance.addTo(Schema.builder().addStringField("a").build())),
        equalTo("a STRING"));
  }
}
