package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.FileBasedSource;
import org.apache.beam.sdk.io.FileBasedSource.FileBasedReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks that begin in a range of a file. Blank lines belong to nobody, and so may be
 * read by two readers.
 */
final class RecordFileReader extends FileBasedReader<RecordBlock> {

  private final RecordFileSource source;
  private final String file;
  private @Nullable RecordScanner scanner;
  private byte @Nullable [] header;
  // What is written to the file while it is read belongs to another job.
  private long fileEnd = Long.MAX_VALUE;
  // The first record of the next block, where it was read with the one before.
  private @Nullable RawRecord ahead;
  private @Nullable RecordBlock current;
  private long currentOffset;

  RecordFileReader(RecordFileSource source) {
    super(source);
    this.source = source;
    this.file = source.getSingleFileMetadata().resourceId().toString();
  }

  @Override
  protected void startReading(ReadableByteChannel channel) throws IOException {
    try {
      start(channel);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void start(ReadableByteChannel channel) throws IOException {
    if (channel instanceof SeekableByteChannel) {
      fileEnd = source.getSingleFileMetadata().sizeBytes();
    }
    long start = source.getStartOffset();
    if (start == 0) {
      RecordScanner records = scan(channel, 0);
      scanner = records;
      if (source.layout().hasHeader()) {
        readHeader(records);
      }
      return;
    }
    long first = roundUp(start);
    if (first >= source.getEndOffset()) {
      return;
    }
    // A line that starts at the first byte is ours: what stands before it is its predecessor's end.
    ((SeekableByteChannel) channel).position(first - 1);
    RecordScanner records = scan(channel, first - 1);
    scanner = records.skipLine(roundUp(source.getEndOffset())) ? records : null;
  }

  @Override
  protected boolean readNextRecord() throws IOException {
    current = null;
    RecordScanner records = scanner;
    RawRecord first = ahead == null && records != null ? next(records) : ahead;
    ahead = null;
    if (records == null || first == null) {
      return false;
    }
    currentOffset = first.offset() - first.offset() % source.blockBytes();
    long end = currentOffset + source.blockBytes();
    List<RawRecord> block = new ArrayList<>();
    RawRecord record = first;
    while (record != null && record.offset() < end) {
      block.add(record);
      // The one behind the block may be long, and is not read before this block is gone.
      record = records.position() < end ? next(records) : null;
    }
    // Only where blank lines end the block.
    ahead = record;
    current = new RecordBlock(file, header, block);
    return true;
  }

  private @Nullable RawRecord next(RecordScanner records) throws IOException {
    if (!scanNext(records) || records.recordOffset() >= fileEnd) {
      return null;
    }
    return new RawRecord(
        records.recordOffset(),
        source.getStartOffset() == 0 ? records.recordLine() : null,
        records.record());
  }

  /** The start of the first block that does not begin before {@code offset}. */
  private long roundUp(long offset) {
    long past = offset % source.blockBytes();
    if (past == 0) {
      return offset;
    }
    long room = source.blockBytes() - past;
    // The end of a file that is not split is the largest number there is.
    return offset > Long.MAX_VALUE - room ? Long.MAX_VALUE : offset + room;
  }

  @Override
  public RecordBlock getCurrent() throws NoSuchElementException {
    RecordBlock block = current;
    if (block == null) {
      throw new NoSuchElementException("There is no block before start() or after the last one.");
    }
    return block;
  }

  @Override
  protected long getCurrentOffset() throws NoSuchElementException {
    return currentOffset;
  }

  /**
   * A file that is too small to be split before it is read is not split later either, so that its
   * records have their lines.
   */
  @Override
  public boolean allowsDynamicSplitting() {
    FileBasedSource<RecordBlock> range = getCurrentSource();
    return super.allowsDynamicSplitting()
        && range.getEndOffset() - range.getStartOffset() >= 2 * range.getMinBundleSize();
  }

  private boolean scanNext(RecordScanner records) throws IOException {
    try {
      return records.next();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  // Who reads a pattern of a thousand files must know which one it is.
  private IOException unreadable(IOException why) {
    String message = why.getMessage();
    return new IOException(
        file
            + " cannot be read: "
            + (message == null ? why.getClass().getSimpleName() : message)
            + ". Is it complete?",
        why);
  }

  private RecordScanner scan(ReadableByteChannel channel, long position) {
    return new RecordScanner(channel, position, source.layout(), source.maxRecordBytes());
  }

  /** Reads it and checks that it fits: a wrong header is the file's error, not a record's. */
  private void readHeader(RecordScanner records) throws IOException {
    records.skipByteOrderMark();
    if (!records.next()) {
      return;
    }
    header = records.record();
    if (header == null) {
      throw new IllegalArgumentException(
          file
              + ": the header is longer than "
              + source.maxRecordBytes()
              + " bytes. Is it a file of format '"
              + source.layout().formatName()
              + "'?");
    }
    try {
      source.layout().decoder(source.schema(), header);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
