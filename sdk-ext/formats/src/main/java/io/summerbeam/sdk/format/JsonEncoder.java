package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object a row. */
final class JsonEncoder implements RowEncoder {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private @Nullable JsonGenerator generator;

  @Override
  public byte[] encode(Row row) throws UnwritableException {
    JsonGenerator out = generator;
    // Only a generator that wrote its last row to the end is used again.
    generator = null;
    bytes.reset();
    try {
      if (out == null) {
        out = RowJson.generator(bytes);
      }
      RowJson.write(row, out);
      out.flush();
    } catch (RuntimeException | IOException e) {
      // Whatever it is, one row must not fail the others.
      throw new UnwritableException(why(row), e);
    }
    generator = out;
    return bytes.toByteArray();
  }

  private static String why(Row row) {
    for (int i = 0; i < row.getFieldCount(); i++) {
      Object value = row.getValue(i);
      if (value instanceof Double || value instanceof Float) {
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
          return "field '"
              + row.getSchema().getField(i).getName()
              + "' is NaN or infinite, which JSON has no number for";
        }
      }
    }
    return "a value of the row has no form in JSON";
  }
}
