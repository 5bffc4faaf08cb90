package io.summerbeam.sdk.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Writes records of CSV: all fields but the provenance, in the schema's order. */
final class CsvEncoder implements RowEncoder {

  private final List<String> names = new ArrayList<>();
  private final List<Integer> indexes = new ArrayList<>();
  private final StringWriter text = new StringWriter();
  private final CsvWriter writer;

  CsvEncoder(Schema schema, char delimiter) {
    int hidden = Provenance.indexIn(schema);
    for (int i = 0; i < schema.getFieldCount(); i++) {
      if (i != hidden) {
        CsvValue.checkType(schema.getField(i));
        names.add(schema.getField(i).getName());
        indexes.add(i);
      }
    }
    this.writer =
        CsvWriter.builder()
            .fieldSeparator(delimiter)
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(new QuoteBlank())
            .bufferSize(0)
            .build(text);
  }

  /** The record that names the columns, without line end. */
  String header() {
    return line(names);
  }

  @Override
  public byte[] encode(Row row) throws UnwritableException {
    List<String> columns = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      columns.add(text(row.getValue(indexes.get(i)), names.get(i)));
    }
    if (columns.size() == 1 && columns.get(0) == null) {
      throw new UnwritableException(
          "the only column '" + names.get(0) + "' is null: its line would be blank", null);
    }
    return line(columns).getBytes(StandardCharsets.UTF_8);
  }

  private String line(List<String> columns) {
    text.getBuffer().setLength(0);
    writer.writeRecord(columns);
    return text.getBuffer().substring(0, text.getBuffer().length() - 1);
  }

  private static @Nullable String text(@Nullable Object value, String name)
      throws UnwritableException {
    if (value == null) {
      return null;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new UnwritableException("field '" + name + "' is NaN or infinite", null);
      }
    }
    if (value instanceof ReadableInstant time) {
      return RowJson.time(time);
    }
    if (value instanceof byte[] bytes) {
      return checked(Base64.getEncoder().encodeToString(bytes), name);
    }
    return checked(value.toString(), name);
  }

  // BYTES too grow by a third, and decimals have as many digits as they like.
  private static String checked(String string, String name) throws UnwritableException {
    if (string.length() > CsvFormat.MAX_FIELD_LENGTH) {
      throw new UnwritableException(
          "field '"
              + name
              + "' is longer than "
              + CsvFormat.MAX_FIELD_LENGTH
              + " characters, the most CSV has",
          null);
    }
    if (Utf8.hasHalfPair(string)) {
      throw new UnwritableException(
          "field '" + name + "' is " + FieldRule.HALF_PAIR + ", which UTF-8 has no form for", null);
    }
    return string;
  }

  /** Beyond what must be quoted: the empty string, and what would make a line blank. */
  private static final class QuoteBlank implements QuoteStrategy {

    @Override
    public boolean quoteEmpty(int lineNo, int fieldIdx) {
      return true;
    }

    @Override
    public boolean quoteNonEmpty(int lineNo, int fieldIdx, String value) {
      return value.isBlank();
    }
  }
}
