package io.summerbeam.benchmarks.flights.summerbeam;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/** Puts the results into {@link io.summerbeam.benchmarks.arm.Checksum}. */
public final class ToChecksum extends PTransform<PCollection<Row>, PDone> {

  private static final long serialVersionUID = 1;

  /** Of the flights job. */
  public ToChecksum() {}

  @Override
  public PDone expand(PCollection<Row> results) {
    results.apply("Add", ParDo.of(new ChecksumFn()));
    return PDone.in(results.getPipeline());
  }
}
