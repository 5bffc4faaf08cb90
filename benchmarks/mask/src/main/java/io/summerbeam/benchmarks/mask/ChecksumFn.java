package io.summerbeam.benchmarks.mask;

import io.summerbeam.benchmarks.arm.Checksum;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/**
 * Where masked people end: who it was, and what stands in the masked fields, goes into the
 * checksum. It takes the hash codes of the texts, which all JVMs have in common, because it is in
 * the cost of every arm.
 *
 * <p>Beside the pipeline: a Combine would be a shuffle.
 */
final class ChecksumFn extends DoFn<Row, Void> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Row row) {
    long hash = row.<Long>getValue(People.ID);
    hash = Checksum.hash(hash, row.getValue(People.EMAIL).hashCode());
    hash = Checksum.hash(hash, row.getValue(People.PHONE).hashCode());
    Checksum.add(Checksum.hash(hash, row.getValue(People.NAME).hashCode()));
  }
}
