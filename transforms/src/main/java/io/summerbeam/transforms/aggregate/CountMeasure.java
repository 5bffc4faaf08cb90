package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** How many records there are. */
record CountMeasure(String name) implements Measure {

  @Override
  public String text() {
    return "count()";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    return new BoundCount(FunctionDigest.of(text()));
  }

  private record BoundCount(int digest) implements Bound {

    @Override
    public FieldType type() {
      return FieldType.INT64;
    }

    @Override
    public Cell newCell() {
      return new CountCell();
    }
  }
}
