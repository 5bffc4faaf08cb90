package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.summerbeam.sdk.schemafile.SchemaFile;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Payloads that are almost records: each is a Row that can be written again, or malformed. */
@RunWith(JUnit4.class)
public class AvroFuzzTest {

  private static final int SCHEMAS = 100;
  private static final int PAYLOADS = 200;

  private final Random random = new Random(42);
  private int rows;
  private int malformed;

  @Test
  public void mutatedRecords_areRowsOrMalformed() throws Exception {
    RandomAvro avro = new RandomAvro(random);
    for (int i = 0; i < SCHEMAS; i++) {
      Schema schema = avro.record();
      org.apache.beam.sdk.schemas.Schema type = SchemaFile.parse(schema.toString(), "random");
      AvroFormat format = AvroFormat.of().withWriterSchema(schema.toString());
      RowDecoder decoder = format.decoder(type);
      RowEncoder encoder = format.encoder(type);
      for (int k = 0; k < PAYLOADS; k++) {
        check(decoder, encoder, mutated(RandomAvro.write(schema, avro.value(schema))));
      }
    }
    assertThat(rows + malformed, equalTo(SCHEMAS * PAYLOADS));
    assertThat(rows, greaterThan(0));
    assertThat(malformed, greaterThan(0));
  }

  private void check(RowDecoder decoder, RowEncoder encoder, byte[] payload)
      throws MalformedException {
    byte[] before = payload.clone();
    Row row;
    try {
      row = decoder.decode(payload);
      rows++;
    } catch (MalformedException e) {
      malformed++;
      return;
    } finally {
      assertThat(payload, equalTo(before));
    }
    try {
      assertThat(decoder.decode(encoder.encode(row)), equalTo(row));
    } catch (UnwritableException e) {
      // A decimal of more digits than its schema says is read as it is.
      assertThat(e.getMessage().contains("must be a decimal"), equalTo(true));
    }
  }

  private byte[] mutated(byte[] record) {
    byte[] bytes = record;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes = mutatedOnce(bytes);
    }
    return bytes;
  }

  private byte[] mutatedOnce(byte[] bytes) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> insert(bytes, at, random(1 + random.nextInt(4)));
      // A length of a gigabyte, and the longest numbers.
      case 2 -> insert(bytes, at, new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, 0x7F});
      case 3 -> {
        byte[] longest = new byte[10];
        Arrays.fill(longest, (byte) 0xFF);
        longest[9] = (byte) random.nextInt(3);
        yield insert(bytes, at, longest);
      }
      default -> {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
          flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        yield flipped;
      }
    };
  }

  private byte[] random(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, longer, at, more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    return longer;
  }
}
