package io.summerbeam.io.files;

import io.summerbeam.sdk.format.SchemaInference;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.CompressedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;

/** Shows all records of files to an inference: those that a pipeline would read, and no others. */
final class SchemaOfFiles {

  private SchemaOfFiles() {}

  static Schema infer(RecordFileSource source, SchemaInference inference) {
    try (BoundedReader<RecordBlock> reader =
        CompressedSource.from(source).createReader(PipelineOptionsFactory.create())) {
      String file = "";
      for (boolean more = reader.start(); more; more = reader.advance()) {
        RecordBlock block = reader.getCurrent();
        if (!block.file().equals(file)) {
          file = block.file();
          inference.startFile(file, block.header());
        }
        block.records().forEach(record -> show(record, inference));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The schema cannot be inferred from "
              + source.getFileOrPatternSpec()
              + ": "
              + e.getMessage(),
          e);
    }
    return inference.schema();
  }

  private static void show(RawRecord record, SchemaInference inference) {
    byte[] bytes = record.bytes();
    Long line = record.line();
    // One that is too long is malformed; lines are not counted only where a file is split.
    if (bytes != null && line != null) {
      inference.add(bytes, line);
    }
  }
}
