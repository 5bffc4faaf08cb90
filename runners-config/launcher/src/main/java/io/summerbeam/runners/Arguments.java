package io.summerbeam.runners;

import io.summerbeam.sdk.schema.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The options of a run as they were typed, {@code --name=value} or {@code --flag}, checked for what
 * can be told without the runner. The messages are ours: Beam's are long, and it takes {@code
 * --input} alone for the file {@code true}.
 */
final class Arguments {

  private static final String PREFIX = "--";

  private final OptionTable table;
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Arguments(OptionTable table) {
    this.table = table;
  }

  /**
   * Reads the options.
   *
   * @throws UsageException if one is unknown, malformed, empty, or given twice
   */
  static Arguments parse(List<String> typed, OptionTable table) {
    Arguments arguments = new Arguments(table);
    for (String argument : typed) {
      arguments.add(argument);
    }
    return arguments;
  }

  /** The names of the options that were given. */
  Set<String> names() {
    return values.keySet();
  }

  /** The value of an option that was given once; {@code otherwise} if it was not given. */
  String value(String name, String otherwise) {
    List<String> given = values.get(name);
    return given == null ? otherwise : given.get(0);
  }

  /**
   * Makes the options object; the name of the runner is left out of it.
   *
   * @throws UsageException if a value is not of its option's type
   */
  <T extends PipelineOptions> T as(Class<T> type) {
    List<String> all = new ArrayList<>();
    Map<OptionSpec, List<String>> texts = new LinkedHashMap<>();
    values.forEach(
        (name, given) -> {
          OptionSpec spec = table.find(name).orElseThrow();
          if (spec.isTexts()) {
            texts.put(spec, given);
          } else if (!name.equals("runner")) {
            List<String> typed = given.stream().map(value -> PREFIX + name + "=" + value).toList();
            // One by one, for a message that names the one that is wrong.
            try {
              convert(typed, type);
            } catch (IllegalArgumentException e) {
              throw malformed(name, given);
            }
            all.addAll(typed);
          }
        });
    T options = convert(all, type);
    texts.forEach((spec, given) -> spec.set(options, given));
    return options;
  }

  private static <T extends PipelineOptions> T convert(List<String> typed, Class<T> type) {
    return PipelineOptionsFactory.fromArgs(typed.toArray(new String[0])).as(type);
  }

  private UsageException malformed(String name, List<String> given) {
    String rule = table.find(name).map(OptionSpec::rule).orElse("of another form");
    return new UsageException(
        "--" + name + " must be " + rule + ", but was: " + String.join(",", given));
  }

  private void add(String argument) {
    if (!argument.startsWith(PREFIX) || argument.equals(PREFIX)) {
      throw leftover(argument);
    }
    int equals = argument.indexOf('=');
    String name = argument.substring(PREFIX.length(), equals < 0 ? argument.length() : equals);
    OptionSpec spec =
        table
            .find(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no option --"
                            + name
                            + " for "
                            + table.owner()
                            + NearestName.to(name, table.names())
                                .map(nearest -> ". Did you mean --" + nearest + "?")
                                .orElse(".")));
    if (equals < 0 && !spec.isFlag()) {
      throw new UsageException(
          "--" + name + " needs a value: --" + name + "=" + spec.placeholder());
    }
    String value = equals < 0 ? "true" : argument.substring(equals + 1);
    if (value.isEmpty() && !mayBeEmpty(spec)) {
      throw new UsageException(
          "--" + name + " must not be empty: --" + name + "=" + spec.placeholder());
    }
    List<String> given = values.computeIfAbsent(name, unused -> new ArrayList<>());
    if (!given.isEmpty() && !spec.isRepeatable()) {
      throw new UsageException(
          "--" + name + " is given twice: " + given.get(0) + " and " + value + ". Give it once.");
    }
    given.add(value);
  }

  // Runners have options where the empty text is a choice (--dataflowEndpoint=); jobs have not.
  private static boolean mayBeEmpty(OptionSpec spec) {
    Class<?> owner = spec.getter().getDeclaringClass();
    return spec.isText()
        && owner != PipelineOptions.class
        && owner.getName().startsWith("org.apache.beam.");
  }

  private UsageException leftover(String argument) {
    String last = values.keySet().stream().reduce("", (first, second) -> second);
    String near = argument.replaceFirst("^-+", "").replaceFirst("=.*", "");
    String hint =
        argument.startsWith("-") && table.find(near).isPresent()
            ? ". Did you mean --" + argument.replaceFirst("^-+", "") + "?"
            : last.isEmpty() || argument.isEmpty()
                ? ". Options are written --name=value."
                : ". Options are written --name=value, without a space.";
    return new UsageException("Unexpected argument '" + argument + "'" + hint);
  }
}
