package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;

/** {@code ./summerbeam dead-letters watch}: a line for each that is written from now on. */
public final class WatchCommand extends StoreCommand<WatchOptions> {

  private static final long PAUSE_MILLIS = 500;

  /** The command. */
  public WatchCommand() {
    super("watch", "a line for each new one", WatchOptions.class);
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, WatchOptions options, PrintStream out)
      throws IOException {
    Integer limit = options.getLimit();
    try (LetterScan scan = store.follow(filter)) {
      if (!options.isJson()) {
        out.println("Watching " + Columns.printable(store.toString()) + ". Ctrl-C ends it.");
      }
      for (long shown = 0; limit == null || shown < limit; ) {
        StoredLetter found = scan.next();
        if (found == null) {
          pause();
        } else {
          shown++;
          out.println(line(found, options));
          out.flush();
        }
      }
    }
  }

  private static String line(StoredLetter found, WatchOptions options) {
    if (options.isJson()) {
      return Letters.json(found, options.isShowPayload());
    }
    Columns columns = new Columns(Letters.RIGHT);
    columns.row(Letters.row(found, options.isShowPayload()));
    return columns.text().stripTrailing();
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The watch was interrupted.");
    }
  }
}
