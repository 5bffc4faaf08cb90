package io.summerbeam.samples.deadletters;

import io.summerbeam.io.jdbc.JdbcDeadLetterStore;
import io.summerbeam.io.jdbc.JdbcReplayTarget;
import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.io.jdbc.WriteJdbcRows;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.secret.KeySource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables as stores and targets. */
final class Tables {

  /** What the addresses of databases begin with. */
  static final String PREFIX = "jdbc:postgresql:";

  private Tables() {}

  static DeadLetterStore store(StoreOptions options, String place) {
    KeySource password = password(options);
    String user = options.getUser();
    try {
      JdbcDeadLetterStore store = JdbcDeadLetterStore.of(PREFIX + place).from(options.getTable());
      return user == null || password == null ? store : store.withCredentials(user, password);
    } catch (IllegalArgumentException e) {
      throw new UsageException("STORE, --table, --user, --password: " + e.getMessage());
    }
  }

  static ReplayTarget target(ReplayOptions options, String place) {
    KeySource password = password(options);
    String user = options.getUser();
    String table = options.getToTable();
    if (table == null) {
      throw new UsageException("--to=" + PREFIX + "... needs --toTable=TABLE.");
    }
    try {
      WriteJdbcRows write = JdbcRows.write(PREFIX + place).into(table);
      if (user != null && password != null) {
        write = write.withCredentials(user, password);
      }
      List<String> keys = options.getUpsertBy();
      if (keys != null) {
        write = write.upsertingBy(keys.toArray(String[]::new));
      }
      String version = options.getUpsertVersion();
      if (version != null) {
        if (keys == null) {
          throw new UsageException(
              "--upsertVersion needs --upsertBy=COLUMN: only a row that is there can be newer.");
        }
        write = write.withVersion(version);
      }
      return JdbcReplayTarget.into(write);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--to, --toTable, --upsertBy, --upsertVersion: " + e.getMessage());
    }
  }

  /**
   * Refuses what is said of a table where the records go to none.
   *
   * @throws UsageException naming the option
   */
  static void refuseOptions(ReplayOptions options) {
    refuse("--toTable", options.getToTable());
    refuse("--upsertBy", options.getUpsertBy());
    refuse("--upsertVersion", options.getUpsertVersion());
  }

  private static void refuse(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(
          option + " is of a table: it needs --to=" + PREFIX + "//HOST:PORT/NAME.");
    }
  }

  private static @Nullable KeySource password(TableOptions options) {
    return Secrets.ofUser("--user", options.getUser(), "--password", options.getPassword());
  }
}
