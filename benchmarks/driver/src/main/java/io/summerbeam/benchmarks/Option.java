package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.schema.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An option of the command line. */
enum Option {
  SIZE("tiny|small|full", "how much and how often; default full"),
  ROUNDS("N", "how often each arm runs; default by size"),
  ARMS("PATTERN[,PATTERN]", "only these arms: --arms='plain,*-flink*'"),
  BASE("ARM", "the arm the others are compared with"),
  HEAP("2g", "heap of an arm, from its start on; default 2g"),
  CORES("N", "processors of an arm; default 2"),
  JVM("FLAG", "one more flag of the JVM of each arm; may be repeated"),
  TIMEOUT("10m", "what one run of an arm may take: 90s, 10m; default 10m"),
  JSON("FILE", "the figures; the plot goes beside it; default out/bench/NAME-TIME.json"),
  REFUSE_WHEN_LOADED("", "exit 1, instead of a mark, where something else runs on this machine");

  /** What its value looks like; empty for one that takes none. */
  final String placeholder;

  private final String meaning;

  Option(String placeholder, String meaning) {
    this.placeholder = placeholder;
    this.meaning = meaning;
  }

  /** As it is typed, without the dashes. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The option of this name.
   *
   * @throws UsageException if there is none, with the nearest
   */
  static Option of(String name) {
    for (Option option : values()) {
      if (option.text().equals(name)) {
        return option;
      }
    }
    List<String> names = Arrays.stream(values()).map(Option::text).toList();
    throw new UsageException(
        "There is no option --" + name + NearestName.hint(name, names) + "\n" + help());
  }

  /** All of them, a line each. */
  static String help() {
    StringBuilder text = new StringBuilder("Options:\n");
    for (Option option : values()) {
      String typed =
          "--" + option.text() + (option.placeholder.isEmpty() ? "" : "=" + option.placeholder);
      text.append(String.format(Locale.ROOT, "  %-26s %s%n", typed, option.meaning));
    }
    return text.toString();
  }
}
