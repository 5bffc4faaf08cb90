package io.summerbeam.sdk.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.avro.Schema;

/** Reads a decimal: the digits as a whole number, its bytes the highest first. */
final class AvroDecimalReader implements AvroReader {

  // Of a million digits nobody wants the decimal form, which takes the square of it.
  static final int MAX_BYTES = 8_192;

  // The fixed length; -1 where each has its own.
  private final int size;
  private final int scale;
  private final String path;

  AvroDecimalReader(Schema writer, int scale, String path) {
    this.size = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : -1;
    this.scale = scale;
    this.path = path;
  }

  @Override
  public Object read(AvroInput in) throws MalformedException {
    byte[] digits = size < 0 ? in.readBytes() : in.readFixed(size);
    if (digits.length == 0 || digits.length > MAX_BYTES) {
      throw new MalformedException(
          "field '"
              + path
              + "' must be a decimal of 1 to "
              + MAX_BYTES
              + " bytes, but has "
              + digits.length);
    }
    return new BigDecimal(new BigInteger(digits), scale);
  }
}
