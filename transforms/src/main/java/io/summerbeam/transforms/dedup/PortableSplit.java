package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.portable.PortableTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Drops duplicates, or has them as a second output, for Beam YAML and other SDKs. */
final class PortableSplit extends SchemaTransform {

  private static final long serialVersionUID = 1;

  /** The tag of what would be dropped. */
  static final String DUPLICATES = "duplicates";

  private final SplitDuplicates split;

  PortableSplit(SplitDuplicates split) {
    this.split = split;
  }

  /** Without the second output. */
  static SchemaTransform without(PTransform<PCollection<Row>, PCollection<Row>> drop) {
    return new PortableTransform(null) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        return inputs.get(INPUT).apply(drop);
      }
    };
  }

  @Override
  public PCollectionRowTuple expand(PCollectionRowTuple inputs) {
    PCollectionTuple outputs = inputs.get(PortableTransform.INPUT).apply(split);
    return PCollectionRowTuple.of(PortableTransform.OUTPUT, outputs.get(SplitDuplicates.FIRST))
        .and(DUPLICATES, outputs.get(SplitDuplicates.OTHERS));
  }
}
