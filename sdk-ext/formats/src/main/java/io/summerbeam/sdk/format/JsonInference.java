package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the schema of JSON objects. */
final class JsonInference implements SchemaInference {

  /** How many fields are reported that have no type; a file of another kind would give all. */
  private static final int MAX_PROBLEMS = 10;

  // Reads no field, and so refuses what is malformed under any schema.
  private final RowDecoder syntax =
      new JsonDecoder(Schema.builder().build(), new JsonRules(false, false));
  private final JsonShape root = JsonShape.root();
  private String file = "";

  @Override
  public void startFile(String name, byte @Nullable [] header) {
    file = name;
  }

  @Override
  public boolean add(byte[] record, long line) {
    try {
      syntax.decode(record);
    } catch (MalformedException e) {
      return false;
    }
    try (JsonParser parser = JsonParsers.of(record)) {
      parser.nextToken();
      root.add(parser, new Place(file, line));
    } catch (IOException e) {
      // It was parsed once already.
      throw new UncheckedIOException("A record cannot be read again.", e);
    }
    return true;
  }

  @Override
  public Schema schema() {
    if (root.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no record to infer a schema from. Give the schema.");
    }
    List<String> problems = new ArrayList<>();
    Schema schema = root.schema(problems);
    if (problems.isEmpty()) {
      return schema;
    }
    int more = problems.size() - MAX_PROBLEMS;
    throw new IllegalArgumentException(
        "No schema fits all records:\n"
            + String.join("\n", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())))
            + (more > 0 ? "\nand " + more + " more fields" : "")
            + "\nGive a schema with the type that is right; a record with another is malformed"
            + " then.");
  }

  /** Where a record stands. */
  record Place(String file, long line) {
    @Override
    public String toString() {
      return file + " line " + line;
    }
  }
}
