package io.summerbeam.transforms.dedup;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Digests the key fields of each row, and gives the row what is kept with it to take along. */
final class KeyVersionFn extends DoFn<Row, KV<Digest, Version>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] indexes;
  private final int settings;
  private transient @Nullable KeyDigester digester;

  KeyVersionFn(Schema keySchema, int[] indexes, Settings settings) {
    this.keySchema = keySchema;
    this.indexes = indexes.clone();
    this.settings = settings.digest();
  }

  @ProcessElement
  public void process(
      @Element Row row, @Timestamp Instant timestamp, OutputReceiver<KV<Digest, Version>> out) {
    KeyDigester keys = digester;
    if (keys == null) {
      keys = new KeyDigester(keySchema, indexes);
      digester = keys;
    }
    out.output(KV.of(keys.digest(row), Version.of(settings, timestamp.getMillis(), row)));
  }
}
