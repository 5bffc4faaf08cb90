package io.summerbeam.samples.validate;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.transforms.validate.Expectations;
import io.summerbeam.transforms.validate.Validate;
import io.summerbeam.transforms.yaml.YamlFile;
import io.summerbeam.transforms.yaml.YamlMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * A file of expectations, with the files of the tables that they look into, in a section of their
 * own:
 *
 * <pre>
 * tables:
 *   airports: airports.csv        # JSON lines or CSV; the path begins at this file's folder
 * </pre>
 */
final class ExpectationFile {

  private static final String TABLES = "tables";

  private final Expectations expectations;
  private final Map<String, String> tables;

  private ExpectationFile(Expectations expectations, Map<String, String> tables) {
    this.expectations = expectations;
    this.tables = tables;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if something in it is wrong
   */
  static ExpectationFile load(String file) {
    Path path = Path.of(file);
    Expectations expectations = Expectations.load(path);
    YamlFile yaml = YamlFile.read(path);
    Map<String, String> tables = new LinkedHashMap<>();
    yaml.settings()
        .map(TABLES)
        .ifPresent(
            section -> {
              for (String name : section.keys()) {
                section.text(name).ifPresent(table -> tables.put(name, resolve(path, table)));
                requireUsed(name, expectations, section, yaml);
              }
            });
    yaml.errors().throwIfAny();
    return new ExpectationFile(expectations, tables);
  }

  /** What checks records; the tables become part of the pipeline. */
  Validate validate(Pipeline pipeline) {
    Expectations all = expectations;
    for (Map.Entry<String, String> table : tables.entrySet()) {
      FileArguments.requireFiles("the table '" + table.getKey() + "'", table.getValue());
      PCollection<Row> rows =
          pipeline.apply(
              "Table " + table.getKey(), RecordFiles.of(table.getValue(), null, null).read());
      all = all.withTable(table.getKey(), rows);
    }
    return Validate.records().expect(all);
  }

  private static void requireUsed(
      String name, Expectations expectations, YamlMap section, YamlFile yaml) {
    if (!expectations.tables().contains(name)) {
      yaml.errors()
          .add(
              section.lineOf(name),
              "no expectation looks into the table '"
                  + name
                  + "'. Leave it out, or name it in an expectation: table: "
                  + name);
    }
  }

  private static String resolve(Path file, String table) {
    return table.contains("://") ? table : file.resolveSibling(table).toString();
  }
}
