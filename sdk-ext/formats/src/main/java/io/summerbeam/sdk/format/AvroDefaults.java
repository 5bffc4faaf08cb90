package io.summerbeam.sdk.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The defaults of fields, as their bytes in a record would be. */
final class AvroDefaults {

  private AvroDefaults() {}

  static byte[] bytesOf(Schema.Field field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What a reader of the field's own schema makes of its default. */
  static @Nullable Object valueOf(Schema.Field field, AvroReader reader)
      throws AvroMismatchException {
    AvroInput in = new AvroInput();
    in.start(bytesOf(field), 0);
    try {
      return reader.read(in);
    } catch (MalformedException e) {
      throw new AvroMismatchException("of the default: " + e.getMessage());
    }
  }
}
