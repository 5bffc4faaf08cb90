package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.Test;

public class RatiosReportTest {

  private static final Report REPORT =
      RatiosReport.of(
          Fakes.comparison(0),
          List.of(
              new Ratio("ours", "beam", List.of(1.1, 1.0, 0.9, 1.2, 1.05)),
              new Ratio("idiomatic", "ours", List.of(10.0)),
              new Ratio("noisy", "ours", List.of(10.0, Double.NaN))));

  @Test
  public void text_hasTheComparisonAndThenTheRatios() {
    assertThat(REPORT.text(), startsWith(ComparisonText.of(Fakes.comparison(0))));
    assertThat(
        REPORT.text(),
        endsWith(
            """

            arm        ratio   from     to  confidence  against
            ours        1.05   0.90   1.20         94%  beam
            idiomatic  10.00  10.00  10.00           -  ours
            noisy          -      -      -           -  ours

            Of ns/record in each round: the median of the ratios, and its confidence interval.
            """));
  }

  @Test
  public void json_hasTheRatiosBesidesWhatAComparisonHas() throws Exception {
    JsonNode ratios = REPORT.json().path("ratios");
    assertThat(
        ratios.path(0),
        is(
            new ObjectMapper()
                .readTree(
                    "{\"arm\":\"ours\",\"against\":\"beam\",\"median\":1.05,\"from\":0.9,"
                        + "\"to\":1.2,\"confidence\":0.938,\"rounds\":[1.1,1.0,0.9,1.2,1.05]}")));
    assertThat(ratios.path(2).path("median").isNull(), is(true));
    assertThat(ratios.path(2).path("rounds").path(1).isNull(), is(true));
    assertThat(REPORT.json().path("arms").size(), is(2));
  }
}
