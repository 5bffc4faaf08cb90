package io.summerbeam.runners;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Says in one line why a pipeline failed. Engines wrap an exception many times; the one to show is
 * the innermost that our code threw, because its message says what to do, else the innermost. Where
 * our code wrapped that one itself, it did so to add something: the file in which it happened.
 */
final class RootCause {

  private static final String OURS = "io.summerbeam.";
  private static final int LONGEST = 500;

  private RootCause() {}

  static String line(Throwable failure) {
    Throwable shown = find(failure);
    String message = shown.getMessage();
    String name = shown.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + oneLine(message);
  }

  private static Throwable find(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      chain.add(t);
    }
    int shown = chain.size() - 1;
    while (shown >= 0 && !isOurs(chain.get(shown))) {
      shown--;
    }
    if (shown < 0) {
      return chain.get(chain.size() - 1);
    }
    while (shown > 0 && isOurs(chain.get(shown - 1))) {
      shown--;
    }
    return chain.get(shown);
  }

  private static boolean isOurs(Throwable t) {
    StackTraceElement[] stack = t.getStackTrace();
    return t.getMessage() != null
        && (t.getClass().getName().startsWith(OURS)
            || (stack.length > 0 && stack[0].getClassName().startsWith(OURS)));
  }

  private static String oneLine(String message) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < message.length() && line.length() < LONGEST; i++) {
      char c = message.charAt(i);
      boolean space = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!space) {
        line.append(c);
      } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.length() < LONGEST ? line.toString().trim() : line + "...";
  }
}
