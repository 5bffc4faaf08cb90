package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Columns of text: the first and the last to the left, figures to the right. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row with a cell for each column. */
  void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row must have " + rows.get(0).size() + " cells, but had: " + cells.size());
    }
    rows.add(List.copyOf(cells));
  }

  /** A line for each row. */
  String text() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String space = " ".repeat(widths[column] - cell.length());
        boolean left = column == 0 || column == columns - 1;
        line.append(column == 0 ? "" : "  ").append(left ? cell + space : space + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
