package io.summerbeam.transforms.mask.policy;

import java.util.ArrayList;
import java.util.List;

/** Rows of texts below each other, each column as wide as it must be. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; each has as many columns as the first. */
  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines, each with its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(column == 0 ? "" : GAP)
            .append(cell)
            .append(" ".repeat(width(column) - length(cell)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
