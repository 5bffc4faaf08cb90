package io.summerbeam.sdk.format;

import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads one message of Protobuf a record. */
final class ProtobufDecoder implements RowDecoder {

  private static final List<Integer> FIRST = List.of(0);

  private final ProtoReader reader;
  private final @Nullable List<Integer> indexes;
  private final @Nullable RegistryIds ids;

  /**
   * @param indexes the message's place in its file, as a registry's header has it; null where
   *     records have none
   * @param ids of which that of a record must be one; null where any will do
   */
  ProtobufDecoder(ProtoReader reader, @Nullable List<Integer> indexes, @Nullable RegistryIds ids) {
    this.reader = reader;
    this.indexes = indexes;
    this.ids = ids;
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    ProtoInput in = new ProtoInput(record, 0);
    if (indexes != null) {
      in = behindHeader(record, indexes);
    }
    if (ids != null) {
      ids.requireKnown(RegistryWire.readId(record));
    }
    return (Row) reader.readAll(in);
  }

  /** The message that stands behind a registry's header. */
  static ProtoInput behindHeader(byte[] record, List<Integer> expected) throws MalformedException {
    RegistryWire.readId(record);
    ProtoInput in = new ProtoInput(record, RegistryWire.HEADER_BYTES);
    int count = in.zigzag32();
    boolean same = count == 0 ? expected.equals(FIRST) : count == expected.size();
    for (int i = 0; i < count && same; i++) {
      same = in.zigzag32() == expected.get(i);
    }
    if (!same || count < 0) {
      throw new MalformedException(
          "the record must be the message "
              + expected
              + " of its file, but its header says another");
    }
    return in;
  }
}
