package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class BarChartTest {

  @Test
  public void svg_isWellFormedWhateverTheTexts() throws Exception {
    Document svg = parse(ComparisonReport.of(Fakes.comparison(2)).svg());
    assertThat(svg.getDocumentElement().getTagName(), is("svg"));
    assertThat(
        texts(svg),
        hasItems(
            "fake: ns/record",
            "beam-x",
            "summerbeam-x",
            "100 (90.0 to 110)",
            "rounds: 3",
            "20",
            "200"));
  }

  @Test
  public void bars_areAsLongAsTheLogarithmOfTheirFigures() throws Exception {
    BarChart chart = new BarChart("t", List.of());
    chart.bar("a", "a", "", new Spread(10, 10, 10));
    chart.bar("b", "b", "", new Spread(100, 100, 100));
    chart.bar("c", "c", "", new Spread(1000, 1000, 1000));
    List<Double> widths = widths(parse(chart.svg()));
    assertThat(widths.get(1) - widths.get(0), closeTo(widths.get(2) - widths.get(1), 0.2));
  }

  @Test
  public void figure_belowZero_hasNoBar() throws Exception {
    BarChart chart = new BarChart("t", List.of());
    chart.bar("a", "a", "", new Spread(-3, -3, -3));
    Document svg = parse(chart.svg());
    assertThat(widths(svg).size(), is(0));
    assertThat(texts(svg), hasItem("no figure above the noise"));
  }

  @Test
  public void axis_hasRoomForAll() {
    LogAxis axis = LogAxis.over(List.of(530.0, 13_300.0), 100, 500);
    assertThat(axis, is(new LogAxis(100, 500, 100, 20_000)));
    assertThat(
        axis.ticks(), is(List.of(100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0)));
  }

  private static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<Double> widths(Document svg) {
    NodeList nodes = svg.getElementsByTagName("rect");
    List<Double> widths = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Element rect = (Element) nodes.item(i);
      if (rect.hasAttribute("fill")) {
        widths.add(Double.parseDouble(rect.getAttribute("width")));
      }
    }
    return widths;
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
