package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.schemafile.SchemaFile;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Against Avro's own writer and reader, with schemas and values of all kinds. */
@RunWith(JUnit4.class)
public class AvroRandomTest {

  private static final int SCHEMAS = 300;
  private static final int VALUES = 10;

  @Test
  public void records_ofAvrosWriter_areReadAndWrittenBack() throws Exception {
    RandomAvro random = new RandomAvro(new Random(7));
    for (int i = 0; i < SCHEMAS; i++) {
      Schema avro = random.record();
      org.apache.beam.sdk.schemas.Schema rows = SchemaFile.parse(avro.toString(), "random");
      AvroFormat format = AvroFormat.of().withWriterSchema(avro.toString());
      RowDecoder decoder = format.decoder(rows);
      RowEncoder encoder = format.encoder(rows);
      for (int k = 0; k < VALUES; k++) {
        IndexedRecord record = (IndexedRecord) random.value(avro);
        byte[] bytes = RandomAvro.write(avro, record);
        Row row = decoder.decode(bytes);
        assertThat(avro.toString(), row, equalTo(RandomAvro.row(record, rows)));
        assertThat(avro.toString(), encoder.encode(row), equalTo(bytes));
      }
    }
  }

  @Test
  public void rows_withTheirOwnSchema_areReadByAvrosReader() throws Exception {
    RandomAvro random = new RandomAvro(new Random(8));
    for (int i = 0; i < SCHEMAS; i++) {
      Schema avro = random.record();
      org.apache.beam.sdk.schemas.Schema rows = SchemaFile.parse(avro.toString(), "random");
      AvroFormat format = AvroFormat.of().withDecimals(24, 12);
      Schema own = AvroDerivation.of(rows, new AvroDecimals(24, 12));
      RowEncoder encoder = format.encoder(rows);
      RowDecoder decoder = format.decoder(rows);
      for (int k = 0; k < VALUES; k++) {
        Row row = RandomAvro.row((IndexedRecord) random.value(avro), rows);
        byte[] bytes;
        try {
          bytes = encoder.encode(row);
        } catch (UnwritableException e) {
          continue;
        }
        IndexedRecord read =
            new GenericDatumReader<IndexedRecord>(own)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        assertThat(RandomAvro.write(own, read), equalTo(bytes));
        assertThat(decoder.decode(bytes), equalTo(RandomAvro.row(read, rows)));
      }
    }
  }

  @Test
  public void fields_thatNobodyReads_arePassedOver() throws Exception {
    RandomAvro random = new RandomAvro(new Random(9));
    for (int i = 0; i < SCHEMAS; i++) {
      Schema avro = random.record();
      org.apache.beam.sdk.schemas.Schema all = SchemaFile.parse(avro.toString(), "random");
      org.apache.beam.sdk.schemas.Schema last =
          org.apache.beam.sdk.schemas.Schema.of(all.getField(all.getFieldCount() - 1));
      RowDecoder decoder =
          AvroFormat.of().withWriterSchema(avro.toString()).decoder(last);
      for (int k = 0; k < VALUES; k++) {
        IndexedRecord record = (IndexedRecord) random.value(avro);
        Object value = RandomAvro.row(record, all).getValue(all.getFieldCount() - 1);
        assertThat(
            decoder.decode(RandomAvro.write(avro, record)),
            equalTo(Row.withSchema(last).attachValues(value)));
      }
    }
  }
}
