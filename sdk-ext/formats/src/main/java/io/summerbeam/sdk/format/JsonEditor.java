package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.UnmendableException;

/** Edits records that are JSON, whatever is in them. */
final class JsonEditor implements PayloadEditor {

  private static final long serialVersionUID = 1;

  private final String format;

  JsonEditor(String format) {
    this.format = format;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public byte[] edit(byte[] payload, PayloadEdit edit) throws UnmendableException {
    return edit.inJson(payload);
  }
}
