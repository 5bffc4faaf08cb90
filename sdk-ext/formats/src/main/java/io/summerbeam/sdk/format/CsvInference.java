package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.List;
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
    for (int i = 0; i < found.size(); i++) {
      int first = found.indexOf(found.get(i));
      if (first != i) {
        // Not what they are called: of a file without a header, that is the first record.
        throw new IllegalArgumentException(
            name
                + ": the columns "
                + (first + 1)
                + " and "
                + (i + 1)
                + " have one name; each must have a name of its own, or a schema must leave it"
                + " out.");
      }
    }
  }

  private void checkSame(String name, List<String> found) {
    List<Integer> one = positionsOfOthers(names, found);
    List<Integer> other = positionsOfOthers(found, names);
    if (!one.isEmpty() || !other.isEmpty()) {
      throw new IllegalArgumentException(
          "The files have different columns: those at "
              + one
              + " are only in "
              + firstFile
              + ", those at "
              + other
              + " only in "
              + name
              + ". Give a schema with the columns that all of them have.");
    }
  }

  /** Where the columns stand, counted from 1, that are not among the others. */
  private static List<Integer> positionsOfOthers(List<String> columns, List<String> others) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!others.contains(columns.get(i))) {
        positions.add(i + 1);
      }
    }
    return positions;
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
