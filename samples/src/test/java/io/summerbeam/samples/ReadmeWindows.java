package io.summerbeam.samples;

import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import java.time.Duration;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** The windows of the README, between the marks, as they stand there but for white space. */
final class ReadmeWindows {

  private ReadmeWindows() {}

  static PCollection<Row> revenue(PCollection<Row> orders) {
    PCollection<Row> revenue =
        // begin
        orders.apply(
            Aggregate.by("country")
                .over(Windows.parse("fixed PT10M"))
                .withFirings(Firings.parse("early every PT1M, late each"))
                .withAllowedLateness(Duration.ofMinutes(5))
                .withPane()
                .sum("amount", "revenue"));
    // end
    return revenue;
  }
}
