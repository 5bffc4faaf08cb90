package io.summerbeam.samples.files;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.SchemaInference;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.schemas.Schema;

/** The schema of files of CSV in which there is a header and no record: no reader shows them. */
final class HeadersOnly {

  private HeadersOnly() {}

  /**
   * The schema: nullable texts.
   *
   * @return empty where a file has more than a header, or none has one
   * @throws IllegalArgumentException if a header is none, or the files have different ones
   */
  static Optional<Schema> schema(String pattern, CsvFormat csv) {
    SchemaInference inference = csv.inference();
    boolean any = false;
    try {
      for (Metadata file : FileSystems.match(pattern).metadata()) {
        String name = file.resourceId().toString();
        try (BufferedReader reader =
            new BufferedReader(
                Channels.newReader(
                    Compression.detect(name).readDecompressed(FileSystems.open(file.resourceId())),
                    StandardCharsets.UTF_8))) {
          String header = reader.readLine();
          if (reader.lines().anyMatch(line -> !line.isBlank())) {
            return Optional.empty();
          }
          if (header != null && !header.isEmpty()) {
            any = true;
            String text = header.startsWith("\uFEFF") ? header.substring(1) : header;
            inference.startFile(name, text.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return any ? Optional.of(inference.schema()) : Optional.empty();
  }
}
