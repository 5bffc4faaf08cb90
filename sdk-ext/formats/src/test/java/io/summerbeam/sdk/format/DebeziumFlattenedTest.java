package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.DebeziumExamples.CUSTOMERS;
import static io.summerbeam.sdk.format.DebeziumExamples.customer;
import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DebeziumFlattenedTest {

  private static final DebeziumFormat FLAT = CUSTOMERS.flattened();
  private static final String COLUMNS =
      "\"id\":1,\"first_name\":\"Anne\",\"last_name\":\"Kretchmar\",\"email\":\"a@b\"";

  private final RowDecoder decoder = FLAT.decoder(FLAT.schema());

  @Test
  public void columnsAlone_areAnUpsert() throws Exception {
    assertThat(
        decode(decoder, "{" + COLUMNS + "}"),
        equalTo(customer(1, "Anne", "Kretchmar", "a@b", null, false, null, null)));
  }

  @Test
  public void addedFields_areTheSameAsThoseOfWholeChanges() throws Exception {
    assertThat(
        decode(
            decoder,
            "{"
                + COLUMNS
                + ",\"__deleted\":\"false\",\"__op\":\"u\",\"__source_ts_ms\":1559033904863,"
                + "\"__lsn\":24023129}"),
        equalTo(customer(1, "Anne", "Kretchmar", "a@b", "u", false, 1559033904863L, 24023129L)));
    assertThat(
        decode(
            decoder, "{\"__file\":\"mysql-bin.000003\",\"__source_pos\":\"484\"," + COLUMNS + "}"),
        equalTo(customer(1, "Anne", "Kretchmar", "a@b", null, false, null, (3L << 32) + 484)));
  }

  @Test
  public void rewrittenDelete_isADelete() throws Exception {
    Row deleted = customer(1, null, null, null, null, true, null, null);
    assertThat(
        decode(decoder, "{\"id\":1,\"first_name\":null,\"__deleted\":\"true\"}"), equalTo(deleted));
    assertThat(decode(decoder, "{\"id\":1,\"__deleted\":true}"), equalTo(deleted));
    assertThat(
        decode(decoder, "{\"id\":1,\"__op\":\"d\"}"),
        equalTo(customer(1, null, null, null, "d", true, null, null)));
  }

  @Test
  public void metadata_asAskedFor() throws Exception {
    DebeziumFormat format =
        FLAT.withMetadata("source.table", FieldType.STRING)
            .withMetadata("transaction.id", FieldType.STRING)
            .withMetadata("ts_ms", FieldType.INT64);
    Row row =
        decode(
            format.decoder(format.schema()),
            "{" + COLUMNS + ",\"__table\":\"customers\",\"__transaction_id\":\"7\",\"__ts_ms\":5}");
    assertThat(
        row.getValues().subList(4, 11),
        equalTo(Arrays.asList(null, false, null, null, "customers", "7", 5L)));
  }

  @Test
  public void upsert_asStrictAsTheTable() {
    assertThat(
        refusal(decoder, "{\"id\":1,\"first_name\":\"Anne\",\"last_name\":\"K\"}"),
        equalTo("field 'email' must have a value, but has none or null"));
    assertThat(
        refusal(decoder, "{\"id\":1,\"__source_ts_ms\":[1]}"),
        equalTo("field '__source_ts_ms' must be one value, but is an array"));
    assertThat(
        refusal(decoder, "{" + COLUMNS + ",\"__op\":1}"),
        equalTo("'op' must say what the change is (c, u, d, r, t, m), but is something else"));
  }

  @Test
  public void keys_withAndWithoutSchemaPart() throws Exception {
    Schema columns = Schema.builder().addDecimalField("no").addInt32Field("id").build();
    DebeziumFormat table = DebeziumFormat.ofTable(columns, "no", "id").withScale("no", 1);
    RowDecoder keys = table.keys().decoder(columns);
    Row expected = Row.withSchema(columns).addValues(new BigDecimal("1.5"), 1001).build();
    assertThat(decode(keys, "{\"no\":\"Dw==\",\"id\":1001}"), equalTo(expected));
    assertThat(
        decode(
            keys,
            "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"bytes\",\"name\":"
                + "\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"1\"},"
                + "\"field\":\"no\"},{\"type\":\"int32\",\"field\":\"id\"}],\"name\":\"Key\"},"
                + "\"payload\":{\"no\":\"Dw==\",\"id\":1001}}"),
        equalTo(expected));
    assertThat(
        refusal(keys, "{\"no\":1}"),
        equalTo("field 'id' must be a whole number (INT32), but is missing"));
    assertThat(SerializableUtils.clone(table.keys()), equalTo(table.keys()));
    assertThat(table.keys().name(), equalTo("debezium-key"));
  }
}
