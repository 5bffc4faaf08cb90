package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.UnmendableException;
import java.io.IOException;

/** Edits records of a format; what the format does not take is not mended. */
abstract class FormatEditor implements PayloadEditor {

  private static final long serialVersionUID = 1;

  @Override
  public final byte[] edit(byte[] payload, PayloadEdit edit)
      throws UnmendableException, IOException {
    try {
      return edited(payload, edit);
    } catch (MalformedException | UnwritableException e) {
      throw new UnmendableException("its payload cannot be edited: " + e.getMessage());
    } catch (UnavailableException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  abstract byte[] edited(byte[] record, PayloadEdit edit)
      throws MalformedException, UnwritableException, UnmendableException;
}
