package io.summerbeam.io.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes blocks of raw records, part by part. */
final class RecordBlockCoder extends AtomicCoder<RecordBlock> {

  private static final long serialVersionUID = 1;
  private static final RecordBlockCoder INSTANCE = new RecordBlockCoder();
  private static final Coder<String> FILE = StringUtf8Coder.of();
  private static final Coder<Integer> COUNT = VarIntCoder.of();
  private static final Coder<Long> OFFSET = VarLongCoder.of();
  private static final Coder<Long> LINE = NullableCoder.of(VarLongCoder.of());
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private RecordBlockCoder() {}

  static RecordBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RecordBlock block, OutputStream out) throws IOException {
    FILE.encode(block.file(), out);
    BYTES.encode(block.header(), out);
    COUNT.encode(block.records().size(), out);
    for (RawRecord record : block.records()) {
      OFFSET.encode(record.offset(), out);
      LINE.encode(record.line(), out);
      BYTES.encode(record.bytes(), out);
    }
  }

  @Override
  public RecordBlock decode(InputStream in) throws IOException {
    String file = FILE.decode(in);
    byte[] header = BYTES.decode(in);
    int count = COUNT.decode(in);
    List<RawRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(new RawRecord(OFFSET.decode(in), LINE.decode(in), BYTES.decode(in)));
    }
    return new RecordBlock(file, header, records);
  }
}
