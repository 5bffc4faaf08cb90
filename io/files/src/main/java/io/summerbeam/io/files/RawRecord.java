package io.summerbeam.io.files;

import org.jspecify.annotations.Nullable;

/** A record as it stands in its file. */
final class RawRecord {

  private final long offset;
  private final @Nullable Long line;
  private final byte @Nullable [] bytes;

  RawRecord(long offset, @Nullable Long line, byte @Nullable [] bytes) {
    this.offset = offset;
    this.line = line;
    this.bytes = bytes;
  }

  /** Of its first byte, where the first of the file is 0. */
  long offset() {
    return offset;
  }

  /** Of its first byte, where the first of the file is 1; null where nobody counted. */
  @Nullable Long line() {
    return line;
  }

  /** Without the line end; null where they are too many. Not to be changed. */
  byte @Nullable [] bytes() {
    return bytes;
  }
}
