package io.summerbeam.runners;

import java.nio.file.Path;

/**
 * Where Summerbeam is: the directory of the command {@code summerbeam}, which hands it over in the
 * system property {@value #PROPERTY}. The current directory stays the caller's.
 */
public final class Home {

  /** The system property that names the directory. */
  public static final String PROPERTY = "summerbeam.home";

  private Home() {}

  /**
   * The absolute path of something that comes with Summerbeam: {@code samples/data/flights}.
   * Without the system property it is looked for under the current directory.
   */
  public static Path resolve(String relative) {
    return Path.of(System.getProperty(PROPERTY, ""), relative).toAbsolutePath().normalize();
  }
}
