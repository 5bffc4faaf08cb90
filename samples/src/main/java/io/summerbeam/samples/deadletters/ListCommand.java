package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.PrintStream;

/** {@code ./summerbeam dead-letters list}: a line for each. */
public final class ListCommand extends StoreCommand<ListOptions> {

  /** So many lines are aligned together; the next so many may be aligned otherwise. */
  private static final int LINES_TOGETHER = 1_000;

  /** So many are shown to people who do not say how many. */
  private static final long DEFAULT_LIMIT = 100;

  private final PrintStream err;

  /**
   * The command.
   *
   * @param err gets what is said of the list where the list itself is for programs
   */
  public ListCommand(PrintStream err) {
    super("list", "a line for each", ListOptions.class);
    this.err = err;
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, ListOptions options, PrintStream out)
      throws IOException {
    long limit = limit(options);
    boolean withData = options.isShowPayload();
    try (LetterScan scan = store.scan(filter)) {
      Columns columns = new Columns(Letters.RIGHT);
      columns.row(Letters.HEADER);
      StoredLetter found = scan.next();
      for (long i = 1; found != null && i <= limit; i++, found = scan.next()) {
        if (options.isJson()) {
          out.println(Letters.json(found, withData));
          if (i % LINES_TOGETHER == 0) {
            requireReader(out);
          }
        } else {
          columns.row(Letters.row(found, withData));
          if (i % LINES_TOGETHER == 0) {
            out.print(columns.text());
            columns = new Columns(Letters.RIGHT);
          }
        }
      }
      if (options.isJson()) {
        requireReader(out);
      } else {
        out.print(columns.text());
      }
      PrintStream notices = options.isJson() ? err : out;
      if (found != null) {
        notices.println("There are more than " + limit + ". Give --limit=NUMBER, or a filter.");
      }
      Texts.unreadable(scan.unreadable()).ifPresent(notices::println);
    }
  }

  // It says nothing of its own accord: a pipe whose reader has gone, a disk that is full.
  private static void requireReader(PrintStream out) throws IOException {
    if (out.checkError()) {
      throw new IOException("The list cannot be written: nobody reads it, or there is no room.");
    }
  }

  private static long limit(ListOptions options) {
    Integer limit = options.getLimit();
    if (limit == null) {
      return options.isJson() ? Long.MAX_VALUE : DEFAULT_LIMIT;
    }
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, but was: " + limit);
    }
    return limit;
  }
}
