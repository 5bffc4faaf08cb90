package io.summerbeam.benchmarks.flights;

import java.util.HashMap;
import java.util.Map;

/**
 * The arguments of an arm that has no PipelineOptions: {@code --name=value}, each of them known.
 */
public final class Arguments {

  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /**
   * Reads the arguments; every arm is given {@code --input} and {@code --airports}.
   *
   * @param others names and defaults of the others that the arm takes
   * @throws IllegalArgumentException if one is missing or unknown
   */
  public static Arguments of(String[] args, Map<String, String> others) {
    Arguments arguments = new Arguments();
    arguments.values.putAll(others);
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : arg;
      if (!others.containsKey(name) && !name.equals("input") && !name.equals("airports")) {
        throw new IllegalArgumentException(
            "An argument must be --input=FILE, --airports=FILE, or --NAME=VALUE with a name of "
                + others.keySet()
                + ", but was: "
                + arg);
      }
      arguments.values.put(name, arg.substring(equals + 1));
    }
    return arguments;
  }

  /** The file of flights. */
  public String input() {
    return value("input");
  }

  /** The file of airports. */
  public String airports() {
    return value("airports");
  }

  /**
   * The value of an argument.
   *
   * @throws IllegalArgumentException if it was not given and has no default
   */
  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " must be given.");
    }
    return value;
  }
}
