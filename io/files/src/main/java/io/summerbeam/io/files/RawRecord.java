package io.summerbeam.io.files;

import org.jspecify.annotations.Nullable;

/** A record as it stands in its file. */
final class RawRecord {

  private final String file;
  private final long offset;
  private final @Nullable Long line;
  private final byte @Nullable [] bytes;
  private final byte @Nullable [] header;

  RawRecord(
      String file,
      long offset,
      @Nullable Long line,
      byte @Nullable [] bytes,
      byte @Nullable [] header) {
    this.file = file;
    this.offset = offset;
    this.line = line;
    this.bytes = bytes;
    this.header = header;
  }

  String file() {
    return file;
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

  /** The header of its file; null where such files have none. Not to be changed. */
  byte @Nullable [] header() {
    return header;
  }
}
