package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** {@code ./summerbeam dead-letters show}: all that is known of one, or of each. */
public final class ShowCommand extends StoreCommand<ShowingOptions> {

  /** The command. */
  public ShowCommand() {
    super("show", "all that is known of one", ShowingOptions.class);
  }

  @Override
  public List<String> operands() {
    return List.of("store", "id");
  }

  @Override
  void run(DeadLetterStore store, LetterFilter filter, ShowingOptions options, PrintStream out)
      throws IOException {
    boolean any = false;
    try (LetterScan scan = store.scan(filter)) {
      for (StoredLetter found = scan.next(); found != null; found = scan.next()) {
        if (options.isJson()) {
          out.println(Letters.json(found, options.isShowPayload()));
        } else {
          out.print((any ? "\n" : "") + Letters.text(found, options.isShowPayload()));
        }
        any = true;
      }
    }
    if (!any) {
      throw Refusals.noneFound(store);
    }
  }
}
