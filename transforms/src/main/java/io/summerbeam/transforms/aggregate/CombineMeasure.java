package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.FieldTypeDescriptors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** A function of the user's own. */
record CombineMeasure(
    String field, CombineFn<Object, Object, Object> fn, FieldType type, String name)
    implements Measure {

  @Override
  public String text() {
    return "combine(" + field + ", " + fn.getClass().getSimpleName() + ")";
  }

  @Override
  public Bound bind(Schema input, CoderRegistry coders) {
    Operand operand = Operand.of(field, input, text());
    requireInput(operand.type());
    return new BoundCombine(
        operand.index(),
        text(),
        fn,
        type.withNullable(true),
        accumulators(operand, coders),
        digest(operand));
  }

  // What two of a class were made with is not known, but their results may have telling names.
  private int digest(Operand operand) {
    return FunctionDigest.of(
        "combine(" + field + ", " + fn.getClass().getName() + ") as " + name,
        operand.type(),
        type.withNullable(true));
  }

  private void requireInput(FieldType given) {
    TypeDescriptor<?> taken = fn.getInputType();
    TypeDescriptor<?> values = FieldTypeDescriptors.javaTypeForFieldType(given);
    if (!taken.getRawType().isAssignableFrom(values.getRawType())) {
      throw new IllegalArgumentException(
          "Aggregate."
              + text()
              + ": the CombineFn must take the values of the field, "
              + values.getRawType().getName()
              + ", but takes "
              + taken.getRawType().getName()
              + ". Convert the field before, or take another CombineFn.");
    }
  }

  private Coder<Object> accumulators(Operand operand, CoderRegistry coders) {
    try {
      return fn.getAccumulatorCoder(coders, operand.coder());
    } catch (CannotProvideCoderException e) {
      throw new IllegalArgumentException(
          "Aggregate."
              + text()
              + ": there must be a coder for what the CombineFn keeps, but there is none. Override"
              + " its getAccumulatorCoder(), or register one with the pipeline's CoderRegistry.",
          e);
    }
  }

  private record BoundCombine(
      int index,
      String text,
      CombineFn<Object, Object, Object> fn,
      FieldType type,
      Coder<Object> coder,
      int digest)
      implements Bound {

    @Override
    public Cell newCell() {
      return new CombineCell(index, text, fn, type, coder);
    }

    // Hardly any CombineFn has an equals; two of a class that are written alike are meant here.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BoundCombine bound
          && index == bound.index
          && digest == bound.digest
          && fn.getClass().equals(bound.fn.getClass())
          && type.equals(bound.type)
          && coder.equals(bound.coder);
    }

    @Override
    public int hashCode() {
      return fn.getClass().hashCode();
    }
  }
}
