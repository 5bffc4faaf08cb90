package io.summerbeam.contract;

import io.summerbeam.io.bigquery.BigQueryRows;
import io.summerbeam.sdk.failure.DeadLetters;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/** Apart from its cases, which are asked for where Google's jars are not on the class path. */
final class BigQueryWrite {

  private BigQueryWrite() {}

  static PTransform<PCollection<Row>, PDone> of(String table, String method, DeadLetters dead) {
    return BigQueryRows.write(table).withMethod(Method.valueOf(method)).withDeadLetters(dead);
  }
}
