package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** A key that could be in the table and never be found is refused when the pipeline is built. */
public class EnrichKeysTest {

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void key_whoseEqualValuesDoNotMeet_isRefused() {
    assertThat(
        refusal(FieldType.logicalType(FixedBytes.of(2)), new byte[] {1, 2}),
        containsString("but 'key' contains BYTES"));
    assertThat(
        refusal(FieldType.logicalType(FixedPrecisionNumeric.of(10, 2)), new BigDecimal("1.50")),
        containsString("but 'key' contains DECIMAL"));
    assertThat(
        refusal(FieldType.DECIMAL, new BigDecimal("1.50")),
        equalTo(
            "Enrich.on(): a key must be of a type whose values are equal or not (no floating"
                + " point, decimal, bytes, array, map or row), but 'key' is DECIMAL. Convert it"
                + " before."));
  }

  @Test
  public void key_ofALogicalTypeThatIsOneValue_isFound() {
    FieldType date = FieldType.logicalType(SqlTypes.DATE);
    PCollection<Row> out =
        rows("Records", record(date), row(record(date), LocalDate.of(2001, 1, 1)))
            .apply(
                Enrich.fromTable(
                        rows("Table", table(date), row(table(date), LocalDate.of(2001, 1, 1), 7)))
                    .on("key")
                    .take("value"));

    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), LocalDate.of(2001, 1, 1), 7));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void key_ofDifferentLogicalTypes_isRefusedByTheirNames() {
    FieldType date = FieldType.logicalType(SqlTypes.DATE);
    FieldType time = FieldType.logicalType(SqlTypes.TIME);
    PCollection<Row> records =
        rows("Records", record(date), row(record(date), LocalDate.of(2001, 1, 1)));
    PCollection<Row> table = pipeline.apply(Create.empty(table(time)));

    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> records.apply(Enrich.fromTable(table).on("key").take("value")))
            .getMessage(),
        equalTo(
            "Enrich.on(): 'key' and the table's 'key' must be of one type, but 'key' is "
                + SqlTypes.DATE.getIdentifier()
                + " and the table's is "
                + SqlTypes.TIME.getIdentifier()
                + ". Convert it before."));
  }

  private String refusal(FieldType type, Object key) {
    String name = type.toString();
    PCollection<Row> records = rows("Records " + name, record(type), row(record(type), key));
    PCollection<Row> table = rows("Table " + name, table(type), row(table(type), key, 7));
    return assertThrows(
            IllegalArgumentException.class,
            () -> records.apply(name, Enrich.fromTable(table).on("key").take("value")))
        .getMessage();
  }

  private PCollection<Row> rows(String name, Schema schema, Row row) {
    return pipeline.apply(name, Create.of(row).withRowSchema(schema));
  }

  private static Schema record(FieldType key) {
    return Schema.builder().addField("key", key).build();
  }

  private static Schema table(FieldType key) {
    return Schema.builder().addField("key", key).addInt32Field("value").build();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }
}
