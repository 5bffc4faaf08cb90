package io.summerbeam.samples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.samples.ReadmeSource.Rates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.OnMiss;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

public class ReadmeTest {

  private static final Schema ORDER = Schema.builder().addStringField("currency").build();

  private static final Schema PAID =
      Schema.builder().addStringField("country").addDecimalField("amount").build();

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  @Test
  public void examples_areThoseThatCompile() throws Exception {
    String[] blocks = Files.readString(Path.of("../README.md")).split("```java");

    assertThat(blocks.length, equalTo(4));
    assertThat(words(until(blocks[1], "```")), equalTo(words(marked("ReadmeExample"))));
    assertThat(words(until(blocks[2], "```")), equalTo(words(marked("ReadmeSource"))));
    assertThat(words(until(blocks[3], "```")), equalTo(words(marked("ReadmeWindows"))));
  }

  @Test
  public void windows_giveTheRevenue() {
    PCollection<Row> orders =
        pipeline
            .apply(
                Create.timestamped(
                        TimestampedValue.of(
                            paid("FI", "1.50"), Instant.parse("2026-03-02T12:01:00Z")),
                        TimestampedValue.of(
                            paid("FI", "2.25"), Instant.parse("2026-03-02T12:09:00Z")))
                    .withCoder(RowCoder.of(PAID)))
            .setRowSchema(PAID);

    PAssert.that(ReadmeWindows.revenue(orders))
        .satisfies(
            rows -> {
              List<Object> revenue = new ArrayList<>();
              rows.forEach(row -> revenue.add(row.getDecimal("revenue")));
              assertThat(revenue, contains(new BigDecimal("3.75")));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void example_builds() {
    ReadmeExample.build(TestPipeline.create().enableAbandonedNodeEnforcement(false));
  }

  @Test
  public void source_answers() {
    PCollection<Row> orders =
        pipeline.apply(Create.of(order("CHF"), order("XXX")).withRowSchema(ORDER));

    PAssert.that(
            orders.apply(
                Enrich.fromLookup(new Rates("rates://here"))
                    .on("currency")
                    .take("rate")
                    .withOnMiss(OnMiss.DROP)))
        .satisfies(
            rows -> {
              List<List<Object>> values = new ArrayList<>();
              rows.forEach(row -> values.add(row.getValues()));
              assertThat(values, contains(List.of("CHF", 1.25)));
              return null;
            });
    pipeline.run();
  }

  private static Row paid(String country, String amount) {
    return Row.withSchema(PAID).addValues(country, new BigDecimal(amount)).build();
  }

  private static Row order(String currency) {
    return Row.withSchema(ORDER).addValue(currency).build();
  }

  private static String marked(String name) throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/summerbeam/samples", name + ".java"));
    return until(source.substring(source.indexOf("// begin") + 8), "// end");
  }

  private static String until(String text, String end) {
    return text.substring(0, text.indexOf(end));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
