package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.FileBasedSource;
import org.apache.beam.sdk.io.FileBasedSource.FileBasedReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a file whose first byte is in a range. Blank lines belong to nobody, and so
 * may be read by two readers.
 */
final class RecordFileReader extends FileBasedReader<RawRecord> {

  private final RecordFileSource source;
  private final String file;
  private @Nullable RecordScanner scanner;
  private byte @Nullable [] header;
  private @Nullable RawRecord current;

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
    long start = source.getStartOffset();
    if (start == 0) {
      RecordScanner records = scan(channel, 0);
      scanner = records;
      if (source.layout().hasHeader()) {
        readHeader(records);
      }
      return;
    }
    // A line that starts at the first byte is ours: what stands before it is its predecessor's end.
    ((SeekableByteChannel) channel).position(start - 1);
    RecordScanner records = scan(channel, start - 1);
    scanner = records.skipLine(source.getEndOffset()) ? records : null;
  }

  @Override
  protected boolean readNextRecord() throws IOException {
    RecordScanner records = scanner;
    if (records == null || !next(records)) {
      current = null;
      return false;
    }
    current =
        new RawRecord(
            file,
            records.recordOffset(),
            source.getStartOffset() == 0 ? records.recordLine() : null,
            records.record(),
            header);
    return true;
  }

  @Override
  public RawRecord getCurrent() throws NoSuchElementException {
    RawRecord record = current;
    if (record == null) {
      throw new NoSuchElementException("There is no record before start() or after the last one.");
    }
    return record;
  }

  @Override
  protected long getCurrentOffset() throws NoSuchElementException {
    return getCurrent().offset();
  }

  /**
   * A file that is too small to be split before it is read is not split later either, so that its
   * records have their lines.
   */
  @Override
  public boolean allowsDynamicSplitting() {
    FileBasedSource<RawRecord> range = getCurrentSource();
    return super.allowsDynamicSplitting()
        && range.getEndOffset() - range.getStartOffset() >= 2 * range.getMinBundleSize();
  }

  private boolean next(RecordScanner records) throws IOException {
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
