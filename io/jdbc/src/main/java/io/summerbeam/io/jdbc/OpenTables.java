package io.summerbeam.io.jdbc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of this worker, each open as long as somebody writes it. */
final class OpenTables {

  private static final Map<TableWrite, Shared> TABLES = new HashMap<>();

  private OpenTables() {}

  /**
   * The writer of a table; opened where nobody writes the same. {@link #release} must follow.
   *
   * @throws JdbcWriteException if it cannot be written
   */
  static TableWriter acquire(TableWrite write) throws InterruptedException {
    Shared shared;
    synchronized (TABLES) {
      shared = TABLES.computeIfAbsent(write, unused -> new Shared());
      shared.users++;
    }
    boolean opened = false;
    try {
      // Others who write the same wait for it; who writes another table does not.
      synchronized (shared) {
        TableWriter writer = shared.writer;
        if (writer == null) {
          writer = TableWriter.open(write);
          shared.writer = writer;
        }
        opened = true;
        return writer;
      }
    } finally {
      if (!opened) {
        release(write);
      }
    }
  }

  /** Gives a writer back, which is closed where that was the last one who used it. */
  static void release(TableWrite write) {
    Shared shared;
    synchronized (TABLES) {
      shared = TABLES.get(write);
      if (shared == null || --shared.users > 0) {
        return;
      }
      TABLES.remove(write);
    }
    synchronized (shared) {
      TableWriter writer = shared.writer;
      if (writer != null) {
        writer.close();
      }
    }
  }

  private static final class Shared {
    int users;
    @Nullable TableWriter writer;
  }
}
