package io.summerbeam.runners;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is typed behind a command, as options: a word without a name is the command's next operand,
 * and {@code --show-payload} is {@code --showPayload}.
 */
final class Operands {

  private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

  private Operands() {}

  static List<String> asOptions(List<String> typed, List<String> operands) {
    List<String> options = new ArrayList<>();
    int next = 0;
    for (String argument : typed) {
      if (argument.startsWith("--")) {
        options.add(inOneWord(argument));
      } else if (next < operands.size() && !argument.startsWith("-") && !argument.isEmpty()) {
        options.add("--" + operands.get(next) + "=" + argument);
        next++;
      } else {
        options.add(argument);
      }
    }
    return options;
  }

  /** The operands as the help shows them, each behind a space: {@code STORE ID}. */
  static String text(List<String> operands) {
    return operands.stream()
        .map(name -> " " + name.toUpperCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String inOneWord(String option) {
    int equals = option.indexOf('=');
    String name = option.substring(2, equals < 0 ? option.length() : equals);
    Matcher hyphen = HYPHEN.matcher(name);
    String word = hyphen.replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    return "--" + word + (equals < 0 ? "" : option.substring(equals));
  }
}
