package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.DebeziumExamples.CUSTOMER;
import static io.summerbeam.sdk.format.DebeziumExamples.CUSTOMERS;
import static io.summerbeam.sdk.format.DebeziumExamples.customer;
import static io.summerbeam.sdk.format.DebeziumExamples.enveloped;
import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

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
public class DebeziumFormatTest {

  private static final long BINLOG_3 = 3L << 32;

  private final RowDecoder customers = CUSTOMERS.decoder(CUSTOMERS.schema());

  @Test
  public void schema_hasColumnsAndWhatIsSaidOfTheChange() {
    assertThat(
        CUSTOMERS.schema(),
        equalTo(
            Schema.builder()
                .addInt32Field("id")
                .addNullableField("first_name", FieldType.STRING)
                .addNullableField("last_name", FieldType.STRING)
                .addNullableField("email", FieldType.STRING)
                .addNullableField("__op", FieldType.STRING)
                .addNullableField("__deleted", FieldType.BOOLEAN)
                .addNullableField("__source_ts_ms", FieldType.INT64)
                .addNullableField("__position", FieldType.INT64)
                .build()));
  }

  @Test
  public void postgres_withAndWithoutSchemaPart() throws Exception {
    Row created =
        customer(
            1, "Anne", "Kretchmar", "annek@noanswer.org", "c", false, 1559033904863L, 24023128L);
    Row updated =
        customer(
            1,
            "Anne Marie",
            "Kretchmar",
            "annek@noanswer.org",
            "u",
            false,
            1559033904863L,
            24023129L);
    Row deleted = customer(1, null, null, null, "d", true, 1559033904864L, 46523128L);
    for (int i = 0; i < 2; i++) {
      assertThat(decode(customers, DebeziumExamples.POSTGRES_CREATE), equalTo(created));
      assertThat(decode(customers, DebeziumExamples.POSTGRES_UPDATE), equalTo(updated));
      assertThat(decode(customers, DebeziumExamples.POSTGRES_DELETE), equalTo(deleted));
      assertThat(decode(customers, enveloped(DebeziumExamples.POSTGRES_CREATE)), equalTo(created));
      assertThat(decode(customers, enveloped(DebeziumExamples.POSTGRES_UPDATE)), equalTo(updated));
      assertThat(decode(customers, enveloped(DebeziumExamples.POSTGRES_DELETE)), equalTo(deleted));
    }
    assertThat(
        decode(customers, " {\n \"payload\" : " + DebeziumExamples.POSTGRES_DELETE + "}"),
        equalTo(deleted));
    assertThat(
        decode(customers, "{\"schema\":null,\"payload\":" + DebeziumExamples.POSTGRES_DELETE + "}"),
        equalTo(deleted));
  }

  @Test
  public void mysql_ordersByFileAndPosition() throws Exception {
    assertThat(
        decode(customers, DebeziumExamples.MYSQL_READ),
        equalTo(
            customer(
                1001,
                "Sally",
                "Thomas",
                "sally.thomas@acme.com",
                "r",
                false,
                1486500577691L,
                BINLOG_3 + 154)));
    assertThat(
        decode(customers, DebeziumExamples.MYSQL_UPDATE),
        equalTo(
            customer(
                1004,
                "Anne Marie",
                "Kretchmar",
                "annek@noanswer.org",
                "u",
                false,
                1465581029100L,
                BINLOG_3 + 484)));
    assertThat(
        decode(customers, DebeziumExamples.MYSQL_DELETE),
        equalTo(
            customer(
                1004,
                "Anne Marie",
                "Kretchmar",
                "annek@noanswer.org",
                "d",
                true,
                1465581902300L,
                BINLOG_3 + 805)));
  }

  @Test
  public void metadata_asAskedFor() throws Exception {
    DebeziumFormat format =
        CUSTOMERS
            .withMetadata("transaction.id", FieldType.STRING)
            .withMetadata("transaction.total_order", FieldType.INT64)
            .withMetadata("transaction.data_collection_order", FieldType.INT64)
            .withMetadata("source.table", FieldType.STRING)
            .withMetadata("source.snapshot", FieldType.STRING)
            .withMetadata("source.pos", FieldType.INT64)
            .withMetadata("ts_ms", FieldType.INT64);
    assertThat(
        format.schema().getFieldNames().subList(8, 15),
        equalTo(
            List.of(
                "__transaction_id",
                "__transaction_total_order",
                "__transaction_data_collection_order",
                "__source_table",
                "__source_snapshot",
                "__source_pos",
                "__ts_ms")));
    RowDecoder decoder = format.decoder(format.schema());
    assertThat(
        decode(decoder, DebeziumExamples.MYSQL_UPDATE).getValues().subList(8, 15),
        equalTo(
            List.of(
                "0e4d5dcd-a33b-11ea-80f1-02010a22a99e:10",
                3L,
                1L,
                "customers",
                "false",
                484L,
                1465581029523L)));
    Row read = decode(decoder, DebeziumExamples.MYSQL_READ);
    assertThat(read.getString("__transaction_id"), equalTo(null));
    assertThat(read.getString("__source_snapshot"), equalTo("first"));
    assertThat(
        refusal(decoder, DebeziumExamples.MYSQL_UPDATE.replace("\"pos\":484", "\"pos\":\"x\"")),
        equalTo("field 'source.pos' must be a whole number (INT64), but is another value"));
  }

  @Test
  public void position_ofOtherDatabases() throws Exception {
    String change = "{\"op\":\"d\",\"before\":{\"id\":1},\"source\":{%s}}";
    assertThat(
        decode(customers, change.formatted("\"scn\":\"2122185\"")).getInt64("__position"),
        equalTo(2122185L));
    for (String none :
        List.of(
            "\"change_lsn\":\"00000027:00000758:0005\"",
            "\"file\":\"mysql-bin.x\",\"pos\":1",
            "\"file\":\"mysql-bin.-1\",\"pos\":1",
            "\"file\":\"mysql-bin.9999999999\",\"pos\":1",
            "\"file\":\"mysql-bin.000003\",\"pos\":-1",
            "\"file\":\"mysql-bin.000003\"",
            "\"lsn\":null")) {
      assertThat(decode(customers, change.formatted(none)).getInt64("__position"), equalTo(null));
    }
  }

  @Test
  public void eventTime_isThatOfTheDatabase() throws Exception {
    Row row = decode(customers, DebeziumExamples.POSTGRES_DELETE);
    assertThat(
        EventTime.ofField(DebeziumFormat.TIME).reader(CUSTOMERS.schema()).read(row),
        equalTo(Instant.ofEpochMilli(1559033904864L)));
  }

  @Test
  public void changesOfNoRow_malformed() {
    assertThat(
        refusal(customers, DebeziumExamples.POSTGRES_TRUNCATE),
        equalTo("the change is a truncate of the whole table ('op' t), which is of no key"));
    assertThat(
        refusal(customers, "{\"op\":\"m\",\"source\":{},\"message\":{\"prefix\":\"foo\"}}"),
        equalTo("the change is a message of the database ('op' m), which is of no table"));
    assertThat(
        refusal(customers, "{\"payload\":null}"),
        equalTo("the record is a tombstone: its 'payload' is null"));
    assertThat(
        refusal(customers, "{\"schema\":{}}"),
        equalTo("the record must have a 'payload', but it is missing"));
    assertThat(
        refusal(customers, "{\"payload\":[]}"),
        equalTo("the 'payload' of the record must be an object or null, but is neither"));
    assertThat(
        refusal(customers, "{\"status\":\"BEGIN\",\"id\":\"571:53195829\"}"),
        equalTo("'op' must say what the change is (c, u, d, r, t, m), but is missing"));
    assertThat(
        refusal(customers, "{\"op\":\"secret\"}"),
        equalTo("'op' must say what the change is (c, u, d, r, t, m), but is something else"));
    assertThat(
        refusal(customers, "{\"op\":{}}"),
        equalTo("field 'op' must be one value, but is an object"));
    assertThat(
        refusal(customers, "{\"op\":\"u\",\"before\":{\"id\":1}}"),
        equalTo("the change must have the row after it ('after'), but has none"));
    assertThat(
        refusal(customers, "{\"op\":\"d\",\"before\":null}"),
        startsWith("the delete must have the row before it ('before'), but has none."));
    assertThat(
        refusal(customers, "{\"op\":\"d\",\"before\":{\"id\":1},\"source\":{\"ts_ms\":\"now\"}}"),
        equalTo("'source.ts_ms' must be a whole number of milliseconds, but is another value"));
  }

  @Test
  public void columns_asStrictAsTheTable() throws Exception {
    assertThat(
        refusal(customers, "{\"op\":\"c\",\"after\":{\"id\":1,\"first_name\":\"a\"}}"),
        equalTo("field 'after.last_name' must have a value, but has none or null"));
    assertThat(
        refusal(customers, "{\"op\":\"c\",\"after\":{\"id\":null}}"),
        equalTo("field 'after.id' must be a whole number (INT32), but is null"));
    assertThat(
        refusal(customers, "{\"op\":\"d\",\"before\":{\"first_name\":\"secret\"}}"),
        equalTo("field 'before.id' must be a whole number (INT32), but is missing"));
    assertThat(
        refusal(customers, "{\"op\":\"c\",\"after\":{\"id\":\"secret\"}}"),
        equalTo("field 'after.id' must be a whole number (INT32), but is a string"));
    assertThat(
        refusal(customers, "{\"op\":\"c\",\"after\":7}"),
        equalTo("field 'after' must be an object (ROW), but is a number"));
    // What is wrong with a part that does not matter does not matter.
    assertThat(
        decode(customers, "{\"op\":\"d\",\"before\":{\"id\":1},\"after\":7}").getInt32("id"),
        equalTo(1));
    Schema lenient =
        Schema.builder().addInt32Field("id").addNullableField("name", FieldType.STRING).build();
    DebeziumFormat format = DebeziumFormat.ofTable(lenient, "id");
    assertThat(
        decode(format.decoder(format.schema()), "{\"op\":\"c\",\"after\":{\"id\":1}}").getValues(),
        equalTo(java.util.Arrays.asList(1, null, "c", false, null, null)));
  }

  @Test
  public void message_quotesNoData() {
    for (String bad :
        List.of(
            enveloped(DebeziumExamples.POSTGRES_CREATE).replace("\"id\":1", "\"id\":\"secret\""),
            "{\"schema\":\"secret\",\"payload\":\"secret\"}",
            "{\"schema\":{\"secret\":secret}}",
            "{\"op\":\"secret\",\"secret\":\"secret\"}")) {
      assertThat(refusal(customers, bad), not(containsString("secret")));
    }
  }

  @Test
  public void settings_refused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> DebeziumFormat.ofTable(CUSTOMER, "idd"))
            .getMessage(),
        startsWith("DebeziumFormat: there is no field 'idd'. Did you mean 'id'?"));
    Schema reserved = Schema.builder().addStringField("__op").build();
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> DebeziumFormat.ofTable(reserved))
            .getMessage(),
        startsWith("DebeziumFormat: the column '__op' has the name of a field that says"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CUSTOMERS.withMetadata("a.b.c", FieldType.STRING))
            .getMessage(),
        startsWith("withMetadata() must name a field of the change or one in its parts"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CUSTOMERS.withMetadata("source.ts_ms", FieldType.INT64))
            .getMessage(),
        equalTo("withMetadata(): there is a field '__source_ts_ms' already. Leave it out."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> CUSTOMERS.withMetadata("ts_ms", FieldType.DATETIME))
            .getMessage(),
        equalTo("withMetadata() must be of type STRING or INT64, but was: DATETIME"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> CUSTOMERS.withScale("email", 2))
            .getMessage(),
        equalTo("withScale(): the column 'email' must be DECIMAL, but is STRING."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> CUSTOMERS.decoder(CUSTOMER))
            .getMessage(),
        startsWith("DebeziumFormat: the schema must be schema() of the format, with the fields"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> CUSTOMERS.encoder(CUSTOMERS.schema()))
            .getMessage(),
        startsWith("DebeziumFormat: changes are read, not written."));
  }

  @Test
  public void format_serializable() {
    DebeziumFormat format =
        CUSTOMERS.withMetadata("transaction.id", FieldType.STRING).withTextDecimals();
    assertThat(SerializableUtils.clone(format), equalTo(format));
    assertThat(format, not(equalTo(CUSTOMERS)));
    assertThat(format.name(), equalTo("debezium"));
  }
}
