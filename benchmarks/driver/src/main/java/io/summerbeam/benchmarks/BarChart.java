package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Horizontal bars on a logarithmic axis, with the smallest and the largest figure as whiskers, as
 * SVG.
 *
 * <p>It paints its own ground and follows the reader's choice of dark or light.
 */
final class BarChart {

  private record Bar(String label, String kind, String hint, Spread figure) {}

  private static final int WIDTH = 960;
  private static final int MARGIN = 20;
  private static final int ROW = 22;
  private static final int BAR = 14;
  private static final int LINE = 16;
  private static final int FIGURES = 200;
  private static final double LETTER = 7.3;
  private static final double THOUSAND = 1000;

  // Told apart by those who see no red or no green, on white and on black.
  private static final List<String> COLOURS =
      List.of("#8c8c8c", "#4e9a6b", "#a56cc1", "#b0a36a", "#d98032", "#3b82d6", "#c25b78");

  private final String title;
  private final List<String> caption;
  private final List<Bar> bars = new ArrayList<>();

  BarChart(String title, List<String> caption) {
    this.title = title;
    this.caption = List.copyOf(caption);
  }

  /**
   * Adds a bar; those of a kind have the same colour, and the hint is shown to who points at it.
   */
  void bar(String label, String kind, String hint, Spread figure) {
    bars.add(new Bar(label, kind, hint, figure));
  }

  /** The picture. */
  String svg() {
    int top = MARGIN + 24 + LINE * caption.size() + LINE;
    int bottom = top + ROW * bars.size();
    int height = bottom + LINE + MARGIN;
    LogAxis axis =
        LogAxis.over(
            bars.stream().flatMap(bar -> Stream.of(bar.figure.min(), bar.figure.max())).toList(),
            MARGIN + labelWidth(),
            WIDTH - MARGIN - FIGURES);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">",
        WIDTH,
        height,
        WIDTH,
        height);
    add(svg, "<title>%s</title>", escaped(title));
    svg.append(style());
    add(svg, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
    add(
        svg,
        "<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>",
        MARGIN,
        MARGIN + 12,
        escaped(title));
    int y = MARGIN + 24 + 8;
    for (String line : caption) {
      add(svg, "<text class=\"faint\" x=\"%d\" y=\"%d\">%s</text>", MARGIN, y, escaped(line));
      y += LINE;
    }
    for (double tick : axis.ticks()) {
      double x = axis.x(tick);
      add(
          svg,
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x,
          top,
          x,
          bottom);
      add(
          svg,
          "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x,
          bottom + LINE,
          tick(tick));
    }
    List<String> kinds = new ArrayList<>(kinds());
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      draw(svg, bar, COLOURS.get(kinds.indexOf(bar.kind) % COLOURS.size()), top + ROW * i, axis);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder svg, Bar bar, String colour, int top, LogAxis axis) {
    double middle = top + ROW / 2.0;
    Spread figure = bar.figure;
    add(svg, "<g><title>%s</title>", escaped(bar.label + ": " + bar.hint));
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
        axis.left() - 8,
        middle + 4,
        escaped(bar.label));
    // A slope in the noise of a short run may be below zero, and has no place on this axis.
    if (figure.median() > 0) {
      double end = axis.x(figure.median());
      double from = figure.min() > 0 ? axis.x(figure.min()) : axis.left();
      double to = axis.x(figure.max());
      add(
          svg,
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
          axis.left(),
          middle - BAR / 2.0,
          end - axis.left(),
          BAR,
          colour);
      add(
          svg,
          "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8\"/>",
          from,
          middle,
          to,
          from,
          middle - 4,
          to,
          middle - 4);
    }
    double text = figure.max() > 0 ? axis.x(figure.max()) : axis.left();
    add(svg, "<text x=\"%.1f\" y=\"%.1f\">%s</text></g>", text + 8, middle + 4, figures(figure));
  }

  private static String figures(Spread figure) {
    if (!(figure.median() > 0)) {
      return "no figure above the noise";
    }
    String median = Text.figure(figure.median());
    return figure.min() == figure.max()
        ? median
        : median + " (" + Text.figure(figure.min()) + " to " + Text.figure(figure.max()) + ")";
  }

  // Short, so that they do not run into each other: 500, 20k, 5M.
  private static String tick(double figure) {
    if (figure < 1) {
      return String.format(Locale.ROOT, "%.2g", figure);
    }
    if (figure < THOUSAND) {
      return Long.toString(Math.round(figure));
    }
    return figure < THOUSAND * THOUSAND
        ? Math.round(figure / THOUSAND) + "k"
        : Math.round(figure / THOUSAND / THOUSAND) + "M";
  }

  private int labelWidth() {
    int longest = bars.stream().mapToInt(bar -> bar.label.length()).max().orElse(0);
    return (int) (longest * LETTER) + 8;
  }

  private Set<String> kinds() {
    Set<String> kinds = new LinkedHashSet<>();
    bars.forEach(bar -> kinds.add(bar.kind));
    return kinds;
  }

  private static String style() {
    return """
        <style>
        text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#24292f}
        .title{font-size:15px;font-weight:600}
        .faint{font-size:11px;fill:#6e7781}
        .ground{fill:#ffffff}
        .grid{stroke:#8c959f;stroke-opacity:.35}
        .whisker{stroke:#24292f;stroke-width:1.3;fill:none}
        @media (prefers-color-scheme:dark){
        text{fill:#e6edf3}
        .faint{fill:#9198a1}
        .ground{fill:#0d1117}
        .whisker{stroke:#e6edf3}
        }
        </style>
        """;
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
