package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a file into records, without lines that are blank. It holds one record in
 * memory, and of one that is too long not more than is allowed.
 */
final class RecordScanner {

  private static final int BUFFER_BYTES = 1 << 16;
  // What a long record left behind is given back rather than kept for the next ones.
  private static final int KEPT_BYTES = 1 << 20;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final ReadableByteChannel channel;
  private final FileLayout layout;
  private final RecordEnd end;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  // Of the byte at "from".
  private long position;
  private long line = 1;

  private byte[] collected = new byte[256];
  private long length;
  private boolean blank;
  private byte last;

  private long recordOffset;
  private long recordLine;
  private byte @Nullable [] record;

  /**
   * @param position of the next byte of the channel in the file
   * @param maxBytes how long a record may be
   */
  RecordScanner(ReadableByteChannel channel, long position, FileLayout layout, int maxBytes) {
    this.channel = channel;
    this.position = position;
    this.layout = layout;
    this.end = layout.recordEnd();
    this.maxBytes = maxBytes;
  }

  /** Goes over the byte order mark, if one is next. */
  void skipByteOrderMark() throws IOException {
    while (to - from < BYTE_ORDER_MARK.length) {
      if (!fill()) {
        return;
      }
    }
    if (Arrays.equals(
        buffer, from, from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
      take(BYTE_ORDER_MARK.length);
    }
  }

  /**
   * Goes to the start of the next line.
   *
   * @return false if it is not before {@code limit}, or the file has ended
   */
  boolean skipLine(long limit) throws IOException {
    while (position < limit) {
      if (from == to && !fill()) {
        return false;
      }
      int i = from;
      while (i < to && buffer[i] != '\n') {
        i++;
      }
      if (i < to) {
        take(i + 1 - from);
        return position < limit;
      }
      take(to - from);
    }
    return false;
  }

  /** Reads the next record; false if there is none. */
  boolean next() throws IOException {
    do {
      if (!readRecord()) {
        return false;
      }
    } while (blank);
    return true;
  }

  /** The offset of the next byte: the next record starts there or, behind blank lines, later. */
  long position() {
    return position;
  }

  /** The offset of the first byte of the record. */
  long recordOffset() {
    return recordOffset;
  }

  /** The line of the first byte of the record, where that of the first byte read is 1. */
  long recordLine() {
    return recordLine;
  }

  /** The bytes of the record, without its line end; null where they are too many. */
  byte @Nullable [] record() {
    return record;
  }

  private boolean readRecord() throws IOException {
    recordOffset = position;
    recordLine = line;
    length = 0;
    blank = true;
    end.reset();
    while (true) {
      if (from == to && !fill()) {
        // Without a line end a carriage return is data.
        finish(length);
        return length > 0;
      }
      int stop = end.find(buffer, from, to);
      boolean ended = stop < to;
      if (ended && length == 0) {
        finishInBuffer(stop);
        return true;
      }
      collect(stop);
      if (ended) {
        take(1);
        finish(last == '\r' ? length - 1 : length);
        return true;
      }
    }
  }

  /** The usual record: all of it is in the buffer. */
  private void finishInBuffer(int stop) {
    int recordEnd = stop > from && buffer[stop - 1] == '\r' ? stop - 1 : stop;
    blank = isBlank(from, recordEnd);
    record =
        blank || recordEnd - from > maxBytes ? null : Arrays.copyOfRange(buffer, from, recordEnd);
    take(stop + 1 - from);
  }

  private void collect(int stop) {
    if (stop == from) {
      return;
    }
    blank = blank && isBlank(from, stop);
    last = buffer[stop - 1];
    // One more than allowed, because a carriage return at the end does not count.
    int room = (int) Math.min(stop - from, Math.max(0, maxBytes + 1L - length));
    int used = (int) Math.min(length, maxBytes + 1L);
    if (used + room > collected.length) {
      collected =
          Arrays.copyOf(
              collected,
              (int) Math.min(maxBytes + 1L, Math.max(used + room, collected.length * 2L)));
    }
    System.arraycopy(buffer, from, collected, used, room);
    length += stop - from;
    take(stop - from);
  }

  private void finish(long recordLength) {
    record = blank || recordLength > maxBytes ? null : Arrays.copyOf(collected, (int) recordLength);
    if (collected.length > KEPT_BYTES) {
      collected = new byte[256];
    }
  }

  private boolean isBlank(int start, int stop) {
    for (int i = start; i < stop; i++) {
      if (!layout.isBlank(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  private void take(int count) {
    for (int i = from; i < from + count; i++) {
      if (buffer[i] == '\n') {
        line++;
      }
    }
    from += count;
    position += count;
  }

  /** Reads on behind what is still there; false if the file has ended. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    ByteBuffer free = ByteBuffer.wrap(buffer, to, buffer.length - to);
    int count;
    do {
      count = channel.read(free);
    } while (count == 0);
    if (count < 0) {
      return false;
    }
    to += count;
    return true;
  }
}
