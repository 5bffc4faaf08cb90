package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.schema.NearestName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was typed after {@code bench}.
 *
 * @param names of benchmarks, in the order in which they were typed
 * @param help whether the options are asked for
 * @param settings of all of them
 */
record Arguments(List<String> names, boolean help, Settings settings) {

  private static final Pattern HEAP = Pattern.compile("[1-9]\\d*[mMgG]");
  private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,4})([sm])");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");

  /**
   * Reads them.
   *
   * @param processors how many there are
   * @throws UsageException for an option that does not exist, or a value that it cannot have
   */
  static Arguments parse(int processors, String... args) {
    List<String> names = new ArrayList<>();
    List<String> jvmFlags = new ArrayList<>();
    Map<Option, String> given = new EnumMap<>(Option.class);
    boolean help = false;
    for (String arg : args) {
      if (arg.equals("--help") || arg.equals("-h")) {
        help = true;
      } else if (!arg.startsWith("-")) {
        names.add(arg);
      } else {
        Option option = option(arg);
        String value = value(option, arg);
        if (option == Option.JVM) {
          jvmFlags.add(value);
        } else if (given.put(option, value) != null) {
          throw new UsageException("--" + option.text() + " may be given once only");
        }
      }
    }
    return new Arguments(names, help, settings(given, jvmFlags, processors));
  }

  private static Option option(String arg) {
    int equals = arg.indexOf('=');
    String name = arg.substring(0, equals < 0 ? arg.length() : equals).replaceFirst("^--?", "");
    Option option = Option.of(name);
    if (!arg.startsWith("--")) {
      throw new UsageException("--" + name + " needs two dashes, but was: " + arg);
    }
    return option;
  }

  private static String value(Option option, String arg) {
    int equals = arg.indexOf('=');
    if (option.placeholder.isEmpty()) {
      if (equals >= 0) {
        throw new UsageException("--" + option.text() + " takes no value, but was: " + arg);
      }
      return "";
    }
    if (equals < 0 || equals == arg.length() - 1) {
      throw new UsageException(
          "--"
              + option.text()
              + " needs a value, but was: "
              + arg
              + ". Write --"
              + option.text()
              + "="
              + option.placeholder);
    }
    return arg.substring(equals + 1);
  }

  private static Settings settings(
      Map<Option, String> given, List<String> jvmFlags, int processors) {
    Size size = size(given.getOrDefault(Option.SIZE, Size.FULL.text()));
    String arms = given.get(Option.ARMS);
    String json = given.get(Option.JSON);
    return new Settings(
        size,
        number(Option.ROUNDS, given.get(Option.ROUNDS), size.rounds),
        new Jvm(heap(given.getOrDefault(Option.HEAP, "2g")), cores(given, processors), jvmFlags),
        arms == null ? List.of() : List.of(arms.split(",", -1)),
        given.get(Option.BASE),
        timeout(given.getOrDefault(Option.TIMEOUT, "10m")),
        json == null ? null : Path.of(json),
        given.containsKey(Option.REFUSE_WHEN_LOADED));
  }

  private static Size size(String value) {
    for (Size size : Size.values()) {
      if (size.text().equals(value)) {
        return size;
      }
    }
    List<String> sizes = Arrays.stream(Size.values()).map(Size::text).toList();
    throw new UsageException(
        "--size must be one of "
            + String.join(", ", sizes)
            + ", but was: "
            + value
            + NearestName.hint(value, sizes));
  }

  private static String heap(String value) {
    if (!HEAP.matcher(value).matches()) {
      throw new UsageException("--heap must be like 2g or 512m, but was: " + value);
    }
    return value;
  }

  private static int cores(Map<Option, String> given, int processors) {
    int cores = number(Option.CORES, given.get(Option.CORES), Math.min(2, processors));
    if (cores > processors) {
      throw new UsageException(
          "--cores must be at most "
              + processors
              + ", the processors there are, but was: "
              + cores);
    }
    return cores;
  }

  private static int number(Option option, @Nullable String value, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new UsageException(
          "--" + option.text() + " must be a number from 1 to 9999, but was: " + value);
    }
    return Integer.parseInt(value);
  }

  private static Duration timeout(String value) {
    Matcher matcher = TIME.matcher(value);
    if (!matcher.matches()) {
      throw new UsageException("--timeout must be like 90s or 10m, but was: " + value);
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }
}
