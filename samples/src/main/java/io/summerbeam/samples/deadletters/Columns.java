package io.summerbeam.samples.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of texts below each other, each column as wide as it must be. */
final class Columns {

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> right;

  /**
   * @param right the columns, from 0, that are aligned to the right
   */
  Columns(Set<Integer> right) {
    this.right = right;
  }

  /** Adds a row; each has as many columns as the first. */
  void row(List<String> cells) {
    rows.add(cells.stream().map(Columns::printable).toList());
  }

  /** The lines, each with its end. */
  String text() {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String space = " ".repeat(widths[i] - length(row.get(i)));
        line.append(i == 0 ? "" : "  ")
            .append(right.contains(i) ? space + row.get(i) : row.get(i) + space);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A text without what a terminal would obey: control characters are shown as escapes. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
