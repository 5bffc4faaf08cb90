package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import org.apache.beam.sdk.transforms.DoFn;

/** Writes each dead letter as a line, without its end. */
final class DeadLetterLineFn extends DoFn<DeadLetter, byte[]> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element DeadLetter letter, OutputReceiver<byte[]> out) {
    out.output(DeadLetterJson.toBytes(letter));
  }
}
