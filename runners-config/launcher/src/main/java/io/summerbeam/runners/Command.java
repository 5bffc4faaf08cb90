package io.summerbeam.runners;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Something the command line does without running a pipeline: {@code ./summerbeam mask explain}.
 *
 * @param <OptionsT> the options of the command
 */
public interface Command<OptionsT extends PipelineOptions> {

  /** The words it is called by, with one space between them: {@code mask explain}. */
  String name();

  /** One line that says what it does. */
  String summary();

  /**
   * Its options: an interface like that of a {@link Job}. One of several texts ({@code
   * List<String>}) is given once for each, and a comma is part of a text.
   */
  Class<OptionsT> optionsType();

  /**
   * The options whose values may be typed without their names, in this order: with {@code store},
   * {@code show out/dead} is {@code show --store=out/dead}. Default: none.
   */
  default List<String> operands() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @param out what was asked for is printed here
   * @throws UsageException if an option cannot be used
   * @throws PartlyDoneException if some of it cannot be done, and the rest is
   * @throws IOException if what it works on fails; its message is shown
   */
  void run(OptionsT options, PrintStream out) throws IOException;
}
