package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.Command;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/**
 * A command on a store of dead letters. Its exit code is that of the launcher: 0 where it did what
 * it was asked, also where there was nothing to do; 1 where the store or the target failed; 2 where
 * the arguments are wrong, and nothing was done; 3 where some letters were refused.
 *
 * @param <OptionsT> its options
 */
abstract class StoreCommand<OptionsT extends StoreOptions> implements Command<OptionsT> {

  private final String name;
  private final String summary;
  private final Class<OptionsT> optionsType;

  StoreCommand(String name, String summary, Class<OptionsT> optionsType) {
    this.name = "dead-letters " + name;
    this.summary = summary;
    this.optionsType = optionsType;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Class<OptionsT> optionsType() {
    return optionsType;
  }

  @Override
  public List<String> operands() {
    return List.of("store");
  }

  @Override
  public final void run(OptionsT options, PrintStream out) throws IOException {
    LetterFilter filter = Filters.of(options, Clock.systemUTC());
    try (DeadLetterStore store = Stores.open(options)) {
      run(store, filter, options, out);
    }
  }

  /**
   * Does it.
   *
   * @throws IOException if the store or the target fails
   */
  abstract void run(DeadLetterStore store, LetterFilter filter, OptionsT options, PrintStream out)
      throws IOException;
}
