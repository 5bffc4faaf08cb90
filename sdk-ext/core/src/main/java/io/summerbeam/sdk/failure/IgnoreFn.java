package io.summerbeam.sdk.failure;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;

/** Outputs nothing. */
final class IgnoreFn extends DoFn<BadRecord, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process() {}
}
