package io.summerbeam.transforms.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes an edit in one payload, and keeps what comes of it as JSON. */
final class EditedJson implements PayloadEdit {

  private final PayloadEdit edit;
  private byte @Nullable [] json;

  EditedJson(PayloadEdit edit) {
    this.edit = edit;
  }

  /** The record, once it is edited. */
  byte[] json() {
    return Objects.requireNonNull(json, "an editor makes the edit");
  }

  @Override
  public byte[] inJson(byte[] object) throws UnmendableException {
    byte[] edited = edit.inJson(object);
    // Read to its end: who does not say what it is may be anything.
    JsonPlace unused = JsonPlace.find(edited, List.of(""));
    json = edited;
    return edited;
  }

  @Override
  public Row inRow(Row row) throws UnmendableException {
    Row edited = edit.inRow(row);
    json = write(edited);
    return edited;
  }

  private static byte[] write(Row row) throws UnmendableException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      RowJson.write(row, out);
    } catch (IllegalArgumentException e) {
      throw new UnmendableException(
          "its payload has a number that JSON does not have: NaN, or an infinite one");
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to.", e);
    }
    return bytes.toByteArray();
  }
}
