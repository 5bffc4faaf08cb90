package io.summerbeam.samples.orders;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/** JSON lines in two folders, for what ends. Duplicates are counted, not written. */
record FileSink(String output, String letters) implements OrderSink {

  @Override
  public void orders(PCollection<Row> orders, DeadLetters dead) {
    orders.apply("Orders", FileRows.write(output).withPrefix("orders").withStepName("Orders"));
  }

  @Override
  public boolean keepsDuplicates() {
    return false;
  }

  @Override
  public void duplicates(PCollection<Row> duplicates, DeadLetters dead) {}

  @Override
  public void revenue(PCollection<Row> revenue, DeadLetters dead) {
    revenue.apply(
        "Revenue",
        FileRows.write(output).withPrefix("revenue").withNumShards(1).withStepName("Revenue"));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters() {
    return FileDeadLetters.to(letters);
  }
}
