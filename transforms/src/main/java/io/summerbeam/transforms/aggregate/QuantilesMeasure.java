package io.summerbeam.transforms.aggregate;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Quantiles of numbers: one of them, or a list. */
record QuantilesMeasure(String field, List<Double> quantiles, boolean list, String name)
    implements Measure {

  QuantilesMeasure {
    quantiles = List.copyOf(quantiles);
    String called = list ? "quantiles()" : "quantile()";
    if (quantiles.isEmpty()) {
      throw new IllegalArgumentException("Aggregate." + called + ": name one at least: 0.5");
    }
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException(
            "Aggregate." + called + " must be from 0 to 1, but was: " + quantile);
      }
    }
  }

  @Override
  public String text() {
    return (list ? "quantiles(" : "quantile(")
        + field
        + ", "
        + quantiles.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.number(field, input, text());
    return new BoundQuantiles(
        operand.index(), quantiles, list, FunctionDigest.of(text(), operand.type()));
  }

  private record BoundQuantiles(int index, List<Double> quantiles, boolean list, int digest)
      implements Bound {

    @Override
    public FieldType type() {
      return (list ? FieldType.array(FieldType.DOUBLE) : FieldType.DOUBLE).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new QuantilesCell(index, quantiles, list);
    }
  }
}
