package io.summerbeam.io.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The headers of the lines of a file that a replay wrote, by the offset of the line. They are in a
 * file of their own, which is looked for only where the name says that it is such a file.
 */
final class ReplayedLines {

  /** The directory with the headers, in that of the files: one that {@code *} does not go into. */
  static final String DIRECTORY = ".replayed";

  /** The end of the names of the files in it. */
  static final String SUFFIX = ".headers";

  private static final int MAX_LINE_BYTES = 1 << 24;

  private static final JsonFactory JSON = new JsonFactory();

  private final String file;
  private final Map<Long, Map<String, String>> headers = new HashMap<>();

  private ReplayedLines(String file) {
    this.file = file;
  }

  /** Of any file; of one that no replay wrote, no line has headers. */
  static ReplayedLines of(String file) {
    ReplayedLines lines = new ReplayedLines(file);
    int slash = file.lastIndexOf('/') + 1;
    String name = file.substring(slash);
    if (name.startsWith(FileReplayTarget.PREFIX + "-") && name.endsWith(FileReplayTarget.SUFFIX)) {
      String base = name.substring(0, name.length() - FileReplayTarget.SUFFIX.length());
      String headers = file.substring(0, slash) + DIRECTORY + "/" + base + SUFFIX;
      try {
        lines.read(FileSystems.matchNewResource(headers, false));
      } catch (IOException e) {
        throw new UncheckedIOException("The headers of " + file + " cannot be read.", e);
      }
    }
    return lines;
  }

  /** One line of such a file. */
  static byte[] line(long offset, Map<String, String> headers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("offset", offset);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        out.writeStringField(header.getKey(), header.getValue());
      }
      out.writeEndObject();
      out.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  String file() {
    return file;
  }

  /** The source of a line with its headers. */
  Provenance withHeaders(Provenance source) {
    if (headers.isEmpty()) {
      return source;
    }
    Map<String, String> found = headers.get(source.position());
    return found == null ? source : source.withHeaders(found);
  }

  private void read(ResourceId resource) throws IOException {
    InputStream in;
    try {
      in = LetterFiles.open(resource);
    } catch (FileNotFoundException e) {
      // Somebody else's file, of such a name.
      return;
    }
    try (LineReader reader = new LineReader(in, MAX_LINE_BYTES)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        read(line);
      }
    }
  }

  private void read(byte[] line) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      // The first, so that a header of that name is one.
      parser.nextFieldName();
      parser.nextToken();
      long offset = parser.getLongValue();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        found.put(name, parser.getText());
      }
      headers.put(offset, found);
    }
  }
}
