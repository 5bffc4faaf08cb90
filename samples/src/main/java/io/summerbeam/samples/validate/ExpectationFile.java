package io.summerbeam.samples.validate;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.transforms.validate.Expectations;
import io.summerbeam.transforms.validate.Validate;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * A file of expectations, with the files of the tables that they look into: JSON lines or CSV,
 * whose paths begin at the folder of the expectations.
 *
 * @param path of the file
 */
record ExpectationFile(Path path, Expectations expectations) {

  /**
   * Reads the file.
   *
   * @param input the schema of the records
   * @throws IllegalArgumentException if something in it is wrong, or does not fit the records
   */
  static ExpectationFile load(String file, Schema input) {
    Path path = Path.of(file);
    return new ExpectationFile(path, Expectations.load(path, input));
  }

  /** What checks records; the tables become part of the pipeline. */
  Validate validate(Pipeline pipeline) {
    Expectations all = expectations;
    for (Map.Entry<String, String> table : expectations.tableFiles().entrySet()) {
      String name = table.getKey();
      String file = resolve(table.getValue());
      FileArguments.requireFiles("the table '" + name + "'", file);
      PCollection<Row> rows =
          pipeline.apply("Read table " + name, RecordFiles.of(file, null, null).readTable(name));
      all = all.withTable(name, rows);
    }
    return Validate.records().expect(all);
  }

  private String resolve(String table) {
    return table.contains("://") ? table : path.resolveSibling(table).toString();
  }
}
