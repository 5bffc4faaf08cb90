package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** Edits records that are made of texts, which have no schema but names. */
final class TextEditor extends FormatEditor {

  private static final long serialVersionUID = 1;

  private final RowFormat format;
  private final Schema texts;
  private transient @Nullable RowDecoder decoder;
  private transient @Nullable RowEncoder encoder;

  TextEditor(RowFormat format, Schema texts) {
    this.format = format;
    this.texts = texts;
  }

  @Override
  public String format() {
    return format.name();
  }

  @Override
  byte[] edited(byte[] record, PayloadEdit edit)
      throws MalformedException, UnwritableException, UnmendableException {
    RowDecoder reader = decoder;
    RowEncoder writer = encoder;
    if (reader == null || writer == null) {
      reader = format.decoder(texts);
      writer = format.encoder(texts);
      decoder = reader;
      encoder = writer;
    }
    return writer.encode(edit.inRow(reader.decode(record)));
  }
}
