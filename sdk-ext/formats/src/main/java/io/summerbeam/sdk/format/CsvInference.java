package io.summerbeam.sdk.format;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the schema of the columns of CSV. */
final class CsvInference implements SchemaInference {

  private final CsvColumns columns;
  private List<String> names = List.of();
  private CsvColumnShape[] shapes = {};
  private String firstFile = "";
  // Of the columns of this file, which one of the first file's each is.
  private int[] indexes = {};
  private boolean withHeader;

  CsvInference(char delimiter) {
    this.columns = new CsvColumns(delimiter);
  }

  @Override
  public void startFile(String name, byte @Nullable [] header) {
    if (header == null) {
      return;
    }
    List<String> found = read(name, header);
    checkNames(name, found);
    if (!withHeader) {
      withHeader = true;
      firstFile = name;
      names = found;
      shapes = new CsvColumnShape[found.size()];
      for (int i = 0; i < shapes.length; i++) {
        shapes[i] = new CsvColumnShape();
      }
    }
    checkSame(name, found);
    indexes = found.stream().mapToInt(names::indexOf).toArray();
  }

  private List<String> read(String name, byte[] header) {
    try {
      columns.read(header);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(
          name + ": the header is no record of CSV: " + e.getMessage(), e);
    }
    return List.copyOf(columns.all());
  }

  private static void checkNames(String name, List<String> found) {
    Set<String> seen = new HashSet<>();
    for (String each : found) {
      if (!seen.add(each)) {
        throw new IllegalArgumentException(
            name
                + ": there are several columns '"
                + each
                + "'; each must have a name of its own, or a schema must leave it out.");
      }
    }
  }

  private void checkSame(String name, List<String> found) {
    Set<String> one = new TreeSet<>(names);
    Set<String> other = new TreeSet<>(found);
    one.removeAll(found);
    other.removeAll(names);
    if (!one.isEmpty() || !other.isEmpty()) {
      throw new IllegalArgumentException(
          "The files have different columns: only "
              + firstFile
              + " has "
              + one
              + ", only "
              + name
              + " has "
              + other
              + ". Give a schema with the columns that all of them have.");
    }
  }

  @Override
  public boolean add(byte[] record, long line) {
    try {
      columns.read(record);
    } catch (MalformedException e) {
      return false;
    }
    if (columns.count() != indexes.length) {
      return false;
    }
    for (int i = 0; i < indexes.length; i++) {
      shapes[indexes[i]].add(columns.text(i), columns.isQuoted(i));
    }
    return true;
  }

  @Override
  public Schema schema() {
    if (!withHeader) {
      throw new IllegalArgumentException(
          "There is no record to infer a schema from. Give the schema.");
    }
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < shapes.length; i++) {
      schema.addField(names.get(i), shapes[i].type());
    }
    return schema.build();
  }
}
