package io.summerbeam.io.files;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a user may get to see of a failure. */
final class Failures {

  private Failures() {}

  /** All messages and causes, as they are printed. */
  static String print(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
