package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.UncomputableException;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Takes the first mapping whose condition holds, makes the record, and carries what is carried. */
final class ConformFunction implements RowFunction {

  /**
   * A mapping.
   *
   * @param condition null for the one that is for all
   */
  record Branch(@Nullable BoundCondition condition, RowMaker maker) {}

  private final Schema output;
  private final Branch[] branches;
  private final int[] carried;

  /**
   * @param carried the fields of the input that come behind those of the schema, as they are
   */
  ConformFunction(Schema output, List<Branch> branches, int[] carried) {
    this.output = output;
    this.branches = branches.toArray(Branch[]::new);
    this.carried = carried;
  }

  @Override
  public @Nullable Row apply(Row row, StepContext context) {
    RowMaker maker;
    try {
      maker = makerFor(row);
    } catch (UncomputableException e) {
      context.fail(Failure.of(Reason.CONFORM_FAILED, "which mapping is for it: " + e.getMessage()));
      return null;
    }
    if (maker == null) {
      context.fail(Failure.of(Reason.CONFORM_FAILED, "no mapping is for it"));
      return null;
    }
    @Nullable Object[] values = new Object[maker.size() + carried.length];
    String problems = maker.fill(values, row);
    if (problems != null) {
      context.fail(Failure.of(Reason.CONFORM_FAILED, problems));
      return null;
    }
    for (int i = 0; i < carried.length; i++) {
      values[maker.size() + i] = row.getValue(carried[i]);
    }
    return Row.withSchema(output).attachValues(Arrays.asList(values));
  }

  private @Nullable RowMaker makerFor(Row row) {
    for (Branch branch : branches) {
      BoundCondition condition = branch.condition();
      if (condition == null || condition.testStrictly(row)) {
        return branch.maker();
      }
    }
    return null;
  }
}
