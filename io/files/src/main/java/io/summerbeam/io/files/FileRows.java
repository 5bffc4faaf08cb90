package io.summerbeam.io.files;

/**
 * Rows in files: {@link #read} and {@link #write}.
 *
 * <pre>{@code
 * rows = pipeline.apply(
 *     FileRows.read("flights/*.jsonl")
 *         .withSchema(flight)
 *         .withEventTime("date", "yyyy/MM/dd HH:mm", ZoneOffset.UTC)
 *         .withDeadLetters(dead));
 * rows.apply(FileRows.write("out/flights").withPrefix("flights"));
 * }</pre>
 */
public final class FileRows {

  private FileRows() {}

  /**
   * Reads the files that a pattern matches, as JSON lines unless another format is given. A schema
   * must be given with {@link ReadFileRows#withSchema}.
   *
   * @param pattern a path or a glob: {@code flights/*.jsonl}
   * @throws IllegalArgumentException if it is empty
   */
  public static ReadFileRows read(String pattern) {
    return ReadFileRows.of(pattern);
  }

  /**
   * Writes files into a directory, as JSON lines unless another format is given.
   *
   * @param directory a path, with or without a slash at its end; {@code file:///out} is {@code
   *     /out}, and nothing in it is decoded
   * @throws IllegalArgumentException if it is empty, or {@code file:} without an absolute path
   */
  public static WriteFileRows write(String directory) {
    return WriteFileRows.of(directory);
  }
}
