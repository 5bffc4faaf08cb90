package io.summerbeam.runners;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** A command for tests: it greets, but for those it refuses. */
final class GreetCommand implements Command<GreetCommand.GreetOptions> {

  /** Its options. */
  public interface GreetOptions extends PipelineOptions {
    @Description("Who is greeted.")
    @Validation.Required
    String getWho();

    void setWho(String who);

    @Description("What is said.")
    @Default.String("Hello")
    String getWord();

    void setWord(String word);

    @Description("Who else is greeted.")
    @Nullable List<String> getAlsoTo();

    void setAlsoTo(@Nullable List<String> alsoTo);
  }

  @Override
  public String name() {
    return "greet politely";
  }

  @Override
  public String summary() {
    return "Greets.";
  }

  @Override
  public Class<GreetOptions> optionsType() {
    return GreetOptions.class;
  }

  @Override
  public List<String> operands() {
    return List.of("who", "word");
  }

  @Override
  public void run(GreetOptions options, PrintStream out) throws IOException {
    if (options.getWho().equals("the deaf")) {
      throw new IOException("They do not hear.");
    }
    if (options.getWho().equals("nobody")) {
      throw new UsageException("--who must be somebody, but was: nobody");
    }
    if (options.getWho().equals("everybody")) {
      throw new IllegalStateException("There are too many.");
    }
    if (options.getWho().equals("half of them")) {
      throw new PartlyDoneException("one is left out.");
    }
    out.println(options.getWord() + " " + options.getWho());
    if (options.getAlsoTo() != null) {
      options.getAlsoTo().forEach(out::println);
    }
  }
}
