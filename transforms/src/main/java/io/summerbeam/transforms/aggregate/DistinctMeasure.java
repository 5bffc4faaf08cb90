package io.summerbeam.transforms.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** How many different values there are of some fields together. */
record DistinctMeasure(List<String> fields, String name) implements Measure {

  DistinctMeasure {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "Aggregate.countDistinct(): name one field at least. count() counts records.");
    }
  }

  @Override
  public String text() {
    return "countDistinct(" + String.join(", ", fields) + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    List<Integer> indexes = new ArrayList<>();
    List<ValueHash> hashes = new ArrayList<>();
    FieldType[] types = new FieldType[fields.size()];
    for (String field : fields) {
      Operand operand = Operand.of(field, input, text());
      types[indexes.size()] = operand.type();
      indexes.add(operand.index());
      hashes.add(ValueHash.of(operand, field, text()));
    }
    return new BoundDistinct(indexes, hashes, FunctionDigest.of(text(), types));
  }

  private record BoundDistinct(List<Integer> indexes, List<ValueHash> hashes, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return FieldType.INT64;
    }

    @Override
    public Cell newCell() {
      return new DistinctCell(indexes, hashes);
    }
  }
}
