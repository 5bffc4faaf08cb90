package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/** The place of a change in the database's log, as one number that grows. */
final class LogPosition {

  private static final int POSITION_BITS = 32;
  private static final long MAX_FILE = Integer.MAX_VALUE;

  private LogPosition() {}

  /**
   * The position.
   *
   * @param lsn of PostgreSQL
   * @param scn of Oracle
   * @param file the name of MySQL's binlog file: {@code mysql-bin.000003}
   * @param pos the position in it
   * @return null where none of them says it
   */
  static @Nullable Long of(
      @Nullable Object lsn, @Nullable Object scn, @Nullable Object file, @Nullable Object pos) {
    Long number = whole(lsn);
    if (number == null) {
      number = whole(scn);
    }
    Long offset = whole(pos);
    if (number != null || !(file instanceof String name) || offset == null) {
      return number;
    }
    long fileNumber = fileNumber(name);
    return fileNumber < 0 || fileNumber > MAX_FILE || offset >>> POSITION_BITS != 0
        ? null
        : (Long) (fileNumber << POSITION_BITS | offset);
  }

  private static long fileNumber(String file) {
    try {
      return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The value as a whole number; null where it is none. */
  static @Nullable Long whole(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (!(value instanceof String text) || !Numbers.isWhole(text)) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
