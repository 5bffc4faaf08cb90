package io.summerbeam.transforms.dedup;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Digests the key fields of each row and sends it to its bucket. */
final class KeyFn extends DoFn<Row, KV<Integer, Keyed>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] indexes;
  private final int buckets;
  private transient @Nullable KeyDigester digester;

  KeyFn(Schema keySchema, int[] indexes, int buckets) {
    this.keySchema = keySchema;
    this.indexes = indexes.clone();
    this.buckets = buckets;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<Integer, Keyed>> out) {
    KeyDigester keys = digester;
    if (keys == null) {
      keys = new KeyDigester(keySchema, indexes);
      digester = keys;
    }
    Digest digest = keys.digest(row);
    out.output(KV.of(digest.bucket(buckets), new Keyed(digest, row)));
  }
}
