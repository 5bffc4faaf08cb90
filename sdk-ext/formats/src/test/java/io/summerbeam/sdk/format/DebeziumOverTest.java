package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.DebeziumExamples.CUSTOMERS;
import static io.summerbeam.sdk.format.DebeziumExamples.customer;
import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema.Parser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DebeziumOverTest {

  private static final String AVRO =
      """
      {"type":"record","name":"Envelope","namespace":"server.inventory.customers","fields":[
        {"name":"before","type":["null",{"type":"record","name":"Value","fields":[
          {"name":"id","type":"int"},
          {"name":"first_name","type":["null","string"],"default":null},
          {"name":"last_name","type":["null","string"],"default":null},
          {"name":"email","type":["null","string"],"default":null}]}],"default":null},
        {"name":"after","type":["null","Value"],"default":null},
        {"name":"source","type":{"type":"record","name":"Source",
          "namespace":"io.debezium.connector.mysql","fields":[
          {"name":"version","type":"string"},
          {"name":"ts_ms","type":"long"},
          {"name":"table","type":["null","string"],"default":null},
          {"name":"file","type":"string"},
          {"name":"pos","type":"long"}]}},
        {"name":"transaction","type":["null",{"type":"record","name":"block","namespace":"event",
          "fields":[
          {"name":"id","type":"string"},
          {"name":"total_order","type":"long"}]}],"default":null},
        {"name":"op","type":"string"},
        {"name":"ts_ms","type":["null","long"],"default":null}]}
      """;

  private static final org.apache.avro.Schema ENVELOPE = new Parser().parse(AVRO);

  private static GenericRecord record(String part, Object... values) {
    org.apache.avro.Schema schema = ENVELOPE.getField(part).schema();
    GenericRecord record =
        new GenericData.Record(schema.isUnion() ? schema.getTypes().get(1) : schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private static byte[] change(GenericRecord before, GenericRecord after, String op) {
    GenericRecord change = new GenericData.Record(ENVELOPE);
    change.put("before", before);
    change.put("after", after);
    change.put(
        "source", record("source", "3.3.0", 1465581029100L, "customers", "mysql-bin.000003", 484L));
    change.put("transaction", record("transaction", "571:53195832", 2L));
    change.put("op", op);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(ENVELOPE).write(change, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static DebeziumFormat avro(DebeziumFormat format) {
    return format.over(AvroFormat.of().withWriterSchema(AVRO));
  }

  @Test
  public void avro_givesTheSameRows() throws Exception {
    DebeziumFormat format = avro(CUSTOMERS);
    RowDecoder decoder = format.decoder(CUSTOMERS.schema());
    GenericRecord anne = record("after", 1, "Anne", "Kretchmar", "annek@noanswer.org");
    assertThat(
        decoder.decode(change(null, anne, "u")),
        equalTo(
            customer(
                1,
                "Anne",
                "Kretchmar",
                "annek@noanswer.org",
                "u",
                false,
                1465581029100L,
                (3L << 32) + 484)));
    assertThat(
        decoder.decode(change(record("before", 1), null, "d")),
        equalTo(customer(1, null, null, null, "d", true, 1465581029100L, (3L << 32) + 484)));
    assertThat(
        refusal(decoder, change(null, record("after", 1), "c")),
        equalTo("field 'after.first_name' must have a value, but has none or null"));
    assertThat(
        refusal(decoder, change(null, null, "t")), startsWith("the change is a truncate of the"));
    assertThat(format.name(), equalTo("debezium-avro"));
    assertThat(SerializableUtils.clone(format), equalTo(format));
  }

  @Test
  public void avro_givesMetadata() throws Exception {
    DebeziumFormat format =
        avro(CUSTOMERS)
            .withMetadata("transaction.id", FieldType.STRING)
            .withMetadata("transaction.total_order", FieldType.INT64)
            .withMetadata("source.table", FieldType.STRING)
            .withMetadata("source.gtid", FieldType.STRING);
    Row row = format.decoder(format.schema()).decode(change(record("before", 1), null, "d"));
    assertThat(
        row.getValues().subList(8, 12),
        equalTo(java.util.Arrays.asList("571:53195832", 2L, "customers", null)));
  }

  @Test
  public void flattened_overAnotherFormat() throws Exception {
    DebeziumFormat format = CUSTOMERS.flattened().over(JsonFormat.of());
    assertThat(
        decode(format.decoder(format.schema()), "{\"id\":1,\"__deleted\":\"true\",\"__lsn\":7}"),
        equalTo(customer(1, null, null, null, null, true, null, 7L)));
    assertThat(format.keys(), equalTo(JsonFormat.of()));
  }

  @Test
  public void settingsOfJson_refused() {
    Schema price = Schema.builder().addDecimalField("price").build();
    DebeziumFormat format =
        DebeziumFormat.ofTable(price).withScale("price", 2).over(JsonFormat.of());
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> format.decoder(format.schema()))
            .getMessage(),
        startsWith("DebeziumFormat: withScale(), withTextDecimals() and withUnit() are for JSON."));
  }

  @Test
  public void forTopic_asksTheFormatBelow() {
    assertThat(CUSTOMERS.forTopic("t"), sameInstance(CUSTOMERS));
    assertThat(avro(CUSTOMERS).forTopic("t"), equalTo(avro(CUSTOMERS)));
  }
}
