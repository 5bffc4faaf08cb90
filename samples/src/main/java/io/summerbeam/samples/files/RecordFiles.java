package io.summerbeam.samples.files;

import io.summerbeam.io.files.FileRows;
import io.summerbeam.io.files.ReadFileRows;
import io.summerbeam.io.files.WriteFileRows;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.schemafile.SchemaFile;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** Files of records, JSON lines or CSV, with the schema of the records. */
public final class RecordFiles {

  // What the reader takes off.
  private static final Pattern COMPRESSED = Pattern.compile("\\.(?:gz|bz2|zst|zip|deflate)$");

  private final String pattern;
  // Null where they are JSON lines.
  private final @Nullable CsvFormat csv;
  private final Schema schema;
  private final boolean inferred;

  private RecordFiles(String pattern, @Nullable CsvFormat csv, Schema schema, boolean inferred) {
    this.pattern = pattern;
    this.csv = csv;
    this.schema = schema;
    this.inferred = inferred;
  }

  /**
   * The files of a job; without a schema file all of them are read now, to infer one.
   *
   * @throws UsageException if they are of several formats, or the schema is none or cannot be
   *     inferred
   */
  public static RecordFiles of(RecordOptions options) {
    return of(options.getInput(), options.getSchema(), options.getDelimiter());
  }

  /**
   * Files that a pattern matches.
   *
   * @param schemaFile null where the schema is to be inferred
   * @param delimiter of CSV; null where it is the usual one
   * @throws UsageException as above
   */
  public static RecordFiles of(
      String pattern, @Nullable String schemaFile, @Nullable String delimiter) {
    CsvFormat csv = formatOf(pattern, delimiter);
    return schemaFile == null
        ? new RecordFiles(pattern, csv, infer(pattern, csv), true)
        : new RecordFiles(pattern, csv, schemaIn(schemaFile), false);
  }

  /**
   * The schema in a file.
   *
   * @throws UsageException if there is none
   */
  public static Schema schemaIn(String file) {
    try {
      return SchemaFile.read(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--schema: " + e.getMessage());
    }
  }

  /**
   * Refuses options with which no job can start.
   *
   * @throws UsageException if the input or the schema is not there, or a folder is not empty
   */
  public static void check(RecordOptions options) {
    FileArguments.requireFiles("--input", options.getInput());
    String schema = options.getSchema();
    if (schema != null) {
      FileArguments.requireFiles("--schema", schema);
    }
    FileArguments.requireEmpty("--output", options.getOutput());
    FileArguments.requireEmpty("--deadLetters", options.getDeadLetters());
  }

  /** The schema of the records. */
  public Schema schema() {
    return schema;
  }

  /**
   * What refuses options because something does not fit the schema.
   *
   * @param option whose value does not fit: {@code --policy}
   */
  public UsageException refused(String option, IllegalArgumentException why) {
    String message = option + ": " + why.getMessage();
    return new UsageException(
        inferred
            ? ShownNames.in(message, schema)
                + "\nThe schema was inferred; if it is not right, give another with --schema=FILE."
                + "\nIt is: "
                + ShownNames.of(schema)
            : message);
  }

  /**
   * The same files, of which these fields are read as texts where they are columns of CSV and the
   * schema was inferred: a column of digits may be account numbers, whose zeros in front count. A
   * schema that was given is left as it is.
   */
  public RecordFiles withTexts(Set<String> names) {
    if (csv == null || !inferred) {
      return this;
    }
    Schema.Builder texts = Schema.builder();
    for (Schema.Field field : schema.getFields()) {
      texts.addField(
          names.contains(field.getName())
              ? field.withType(
                  FieldType.STRING.withNullable(Boolean.TRUE.equals(field.getType().getNullable())))
              : field);
    }
    return new RecordFiles(pattern, csv, texts.build(), true);
  }

  /** Reads them as a table, in a step with its name: a record that cannot be read ends the job. */
  public ReadFileRows readTable(String name) {
    return read().withStepName("Read table " + name);
  }

  /** Reads them. */
  public ReadFileRows read() {
    return read(pattern, csv).withSchema(schema).withStepName("Read");
  }

  /** Writes records of the same format. */
  public WriteFileRows write(String directory, String prefix) {
    WriteFileRows write = FileRows.write(directory).withPrefix(prefix).withStepName("Write");
    return csv == null ? write : write.withFormat(csv);
  }

  /** The names of the files that are written. */
  public static String written(RecordOptions options, String prefix) {
    return FileArguments.inFolder(options.getOutput(), prefix + "-*");
  }

  /** The names of the files of dead letters that are written. */
  public static String deadLetters(RecordOptions options) {
    return FileArguments.inFolder(options.getDeadLetters(), "dead-letters-*.jsonl");
  }

  private static ReadFileRows read(String pattern, @Nullable CsvFormat csv) {
    ReadFileRows read = FileRows.read(pattern);
    return csv == null ? read : read.withFormat(csv);
  }

  private static Schema infer(String pattern, @Nullable CsvFormat csv) {
    try {
      return read(pattern, csv).inferSchema();
    } catch (IllegalArgumentException e) {
      return headersOnly(pattern, csv)
          .orElseThrow(
              () ->
                  new UsageException(
                      "--input: " + e.getMessage() + "\nFor a schema: --schema=FILE"));
    }
  }

  @SuppressWarnings("UnusedException") // What is wrong with a header was said before.
  private static Optional<Schema> headersOnly(String pattern, @Nullable CsvFormat csv) {
    try {
      return csv == null ? Optional.empty() : HeadersOnly.schema(pattern, csv);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable CsvFormat formatOf(String pattern, @Nullable String delimiter) {
    // One file of each format, to name it.
    Map<String, String> formats = new TreeMap<>();
    try {
      for (Metadata file : FileSystems.match(pattern).metadata()) {
        String name = file.resourceId().toString();
        formats.putIfAbsent(formatOf(name), name);
      }
    } catch (IOException e) {
      throw new UsageException("--input cannot be read as a file or a pattern: " + pattern);
    }
    if (formats.size() != 1) {
      throw new UsageException(
          "--input must match files of one format, but matches "
              + String.join(" and ", formats.values()));
    }
    String format = formats.keySet().iterator().next();
    if (format.equals("json")) {
      if (delimiter != null) {
        throw new UsageException(
            "--delimiter is for CSV, but --input is JSON lines: its names end neither in .csv nor in"
                + " .tsv");
      }
      return null;
    }
    return CsvFormat.of().withDelimiter(delimiterOf(delimiter, format));
  }

  private static String formatOf(String file) {
    String name = COMPRESSED.matcher(file.toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.endsWith(".csv") ? "csv" : name.endsWith(".tsv") ? "tsv" : "json";
  }

  private static char delimiterOf(@Nullable String given, String format) {
    if (given == null) {
      return format.equals("tsv") ? '\t' : CsvFormat.DEFAULT_DELIMITER;
    }
    String text = given.equals("tab") ? "\t" : given;
    try {
      if (text.length() == 1) {
        CsvFormat.of().withDelimiter(text.charAt(0));
        return text.charAt(0);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--delimiter: " + e.getMessage());
    }
    throw new UsageException("--delimiter must be one character, or tab, but was: " + given);
  }
}
