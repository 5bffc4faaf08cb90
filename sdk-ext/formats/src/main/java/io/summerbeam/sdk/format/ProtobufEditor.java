package io.summerbeam.sdk.format;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Edits messages of Protobuf as Rows of all their fields. */
final class ProtobufEditor extends FormatEditor {

  private static final long serialVersionUID = 1;

  // Unknown fields would be lost, and numbers of newer types cut.
  private final ProtobufFormat format;
  private transient @Nullable Plan plan;

  /** How messages are read and written. */
  private record Plan(ProtoMessage message, RowDecoder decoder, ProtoRowWriter writer) {}

  /**
   * @param format that refuses unknown fields
   */
  ProtobufEditor(ProtobufFormat format) {
    this.format = format;
  }

  @Override
  public String format() {
    return format.name();
  }

  @Override
  byte[] edited(byte[] record, PayloadEdit edit)
      throws MalformedException, UnwritableException, UnmendableException {
    Plan how = plan();
    Row row = how.decoder().decode(record);
    int header =
        format.registryHeader()
            ? ProtobufDecoder.behindHeader(record, how.message().indexes()).position()
            : 0;
    return new ProtobufEncoder(how.writer(), Arrays.copyOf(record, header)).encode(edit.inRow(row));
  }

  private Plan plan() {
    Plan known = plan;
    if (known == null) {
      ProtoFiles files = ProtoFiles.parse(format.descriptors());
      ProtoMessage message = files.message(format.message());
      Schema all = format.schema();
      known =
          new Plan(
              message, format.decoder(all, true), new ProtoWriting(files).row(message, all, ""));
      plan = known;
    }
    return known;
  }
}
