package io.summerbeam.io.files;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file that start in one block of it: what a source hands over at once, because
 * runners do for each element of a source what takes longer than to read a line.
 */
final class RecordBlock {

  private final String file;
  private final byte @Nullable [] header;
  private final List<RawRecord> records;

  RecordBlock(String file, byte @Nullable [] header, List<RawRecord> records) {
    this.file = file;
    this.header = header;
    this.records = records;
  }

  String file() {
    return file;
  }

  /** The header of the file; null where such files have none. Not to be changed. */
  byte @Nullable [] header() {
    return header;
  }

  /** In the order of the file; at least one. */
  List<RawRecord> records() {
    return records;
  }
}
