package io.summerbeam.samples;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;

/** The example of the README, between the marks, as it stands there but for white space. */
final class ReadmeExample {

  static final Schema ORDER =
      Schema.builder()
          .addStringField("order_id")
          .addStringField("placed_at")
          .addStringField("country")
          .addDecimalField("amount")
          .build();

  private ReadmeExample() {}

  static void build(Pipeline pipeline) {
    // begin
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(FileDeadLetters.to("out/dead-letters"))) {
      pipeline
          .apply(
              FileRows.read("orders-*.jsonl")
                  .withSchema(ORDER)
                  .withDeadLetters(dead)
                  .withEventTime("placed_at", "yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC))
          .apply(Validate.records().expect("amount_positive", "amount > 0").withDeadLetters(dead))
          .apply(DropDuplicates.by("order_id").within(Duration.ofDays(1)))
          .apply(
              Aggregate.by("country").over(Windows.days(ZoneOffset.UTC)).sum("amount", "revenue"))
          .apply(FileRows.write("out/revenue").withPrefix("revenue").withNumShards(1));
    }
    // end
  }
}
