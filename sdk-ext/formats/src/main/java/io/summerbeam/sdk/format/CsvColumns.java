package io.summerbeam.sdk.format;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordWrapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of one record of CSV at a time. */
final class CsvColumns {

  // The parser counts quotes too: around a field, and two for each in it. It does not take the
  // limit itself for within the limit.
  private static final int PARSER_LENGTH = 4 * CsvFormat.MAX_FIELD_LENGTH;

  private final CsvRecordEnd end;
  private final CsvReader.CsvReaderBuilder parser;
  private final List<String> texts = new ArrayList<>();
  private final List<Boolean> quoted = new ArrayList<>();

  CsvColumns(char delimiter) {
    this.end = new CsvRecordEnd(delimiter);
    this.parser =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .skipEmptyLines(false)
            .acceptCharsAfterQuotes(false)
            .maxBufferSize(PARSER_LENGTH);
  }

  /** Reads a record, whose columns are then here until the next one is read. */
  void read(byte[] record) throws MalformedException {
    if (record.length == 0) {
      throw new MalformedException("the record is empty");
    }
    Utf8.check(record);
    checkQuotes(record);
    texts.clear();
    quoted.clear();
    try {
      Iterator<CsvColumns> records =
          parser.build(new Handler(), new String(record, StandardCharsets.UTF_8)).iterator();
      records.next();
    } catch (CsvParseException e) {
      // What it does not like of quotes was found before.
      throw tooLong(e);
    }
    for (String each : texts) {
      if (each.length() > CsvFormat.MAX_FIELD_LENGTH) {
        throw tooLong(null);
      }
    }
  }

  List<String> all() {
    return Collections.unmodifiableList(texts);
  }

  int count() {
    return texts.size();
  }

  String text(int column) {
    return texts.get(column);
  }

  boolean isQuoted(int column) {
    return quoted.get(column);
  }

  // The parser takes any carriage return for a line end, and the end of the text for a quote; and
  // its exception does not say which of its rules was broken.
  private void checkQuotes(byte[] record) throws MalformedException {
    end.reset();
    for (byte b : record) {
      if (end.isEnd(b) || (b == '\r' && !end.isInQuotes())) {
        throw new MalformedException(
            "the record is not CSV: a line break or a carriage return stands outside of quotes");
      }
    }
    if (end.isInQuotes()) {
      throw new MalformedException("the record is not CSV: a quote is not closed");
    }
    if (end.hasTextBehindQuote()) {
      throw new MalformedException("the record is not CSV: text stands behind a closing quote");
    }
  }

  private static MalformedException tooLong(@Nullable Throwable cause) {
    return new MalformedException(
        "a field is longer than " + CsvFormat.MAX_FIELD_LENGTH + " characters, the most CSV has",
        cause);
  }

  private final class Handler extends AbstractBaseCsvCallbackHandler<CsvColumns> {

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean isQuoted) {
      texts.add(new String(buffer, offset, length));
      quoted.add(isQuoted);
    }

    @Override
    protected @Nullable RecordWrapper<CsvColumns> buildRecord() {
      return wrapRecord(CsvColumns.this);
    }
  }
}
