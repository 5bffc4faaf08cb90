package io.summerbeam.sdk.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a library's exception. Its messages quote data and may be as long as the data:
 * they are told only if they may be, and cut.
 */
final class LibraryText {

  static final int MAX_MESSAGE_CHARS = 1000;

  // Causes of causes: each is a class name, and a chain may lead back to its start.
  private static final int MAX_CAUSES = 10;

  private LibraryText() {}

  /** The beginning of a message. */
  static String cut(String message) {
    if (message.length() <= MAX_MESSAGE_CHARS) {
      return message;
    }
    // Half of a surrogate pair is no text.
    int end = MAX_MESSAGE_CHARS;
    return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }

  /**
   * A message of ours with the library's behind it: in parentheses, or in brackets where ours has
   * parentheses itself. So {@link #without} finds where ours ends.
   */
  static String with(String ours, String theirs) {
    boolean inBrackets = ours.contains(" (") && !ours.contains(" [");
    return ours + (inBrackets ? " [" + cut(theirs) + "]" : " (" + cut(theirs) + ")");
  }

  /**
   * A message of ours without the library's behind it.
   *
   * @param mayFollow whether there was an exception, which is told at the end, see {@link #with}
   */
  static String without(String message, boolean mayFollow) {
    if (message.startsWith(BadRecords.MESSAGE)) {
      return BadRecords.MESSAGE;
    }
    int start = mayFollow ? startOfTheirs(message) : -1;
    return start < 0 ? message : message.substring(0, start);
  }

  // The last character tells what theirs would stand in, because it closes behind all of theirs.
  // That opens where the first one does: theirs may have more. A message of ours that ends so and
  // has none of theirs behind it cannot be told from one that has, and is cut as well.
  private static int startOfTheirs(String message) {
    return message.endsWith(")")
        ? message.indexOf(" (")
        : message.endsWith("]") ? message.indexOf(" [") : -1;
  }

  /**
   * The stack trace of an exception and its causes: of all of them the classes, and together this
   * many frames.
   */
  static String stackTrace(Throwable exception, int frames, boolean withMessages) {
    List<String> lines = new ArrayList<>();
    int left = frames;
    Throwable current = exception;
    for (int i = 0; i <= MAX_CAUSES && current != null; i++) {
      lines.add((i == 0 ? "" : "Caused by: ") + header(current, withMessages));
      StackTraceElement[] trace = current.getStackTrace();
      for (int j = 0; j < trace.length && left > 0; j++, left--) {
        lines.add("\tat " + trace[j]);
      }
      current = current.getCause();
    }
    return String.join("\n", lines);
  }

  private static String header(Throwable exception, boolean withMessage) {
    String name = exception.getClass().getName();
    @Nullable String message = withMessage ? exception.getMessage() : null;
    return message == null ? name : name + ": " + cut(message);
  }
}
