package io.summerbeam.contract;

import java.util.stream.LongStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** The first so many {@link Customers#order orders}, in one bundle, each of the time it is made. */
final class OrdersFn extends DoFn<Integer, Row> {

  @ProcessElement
  public void process(@Element Integer count, OutputReceiver<Row> out) {
    LongStream.range(0, count)
        .mapToObj(Customers::order)
        .forEach(order -> out.outputWithTimestamp(order, Instant.now()));
  }
}
