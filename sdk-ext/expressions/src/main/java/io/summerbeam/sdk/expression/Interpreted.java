package io.summerbeam.sdk.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelUnknownSet;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A part of an expression that CEL's own runtime evaluates. */
final class Interpreted implements Term {

  private final Program program;
  private final RowShape shape;
  private final Map<String, Object> constants;

  private Interpreted(Program program, RowShape shape, Map<String, Object> constants) {
    this.program = program;
    this.shape = shape;
    this.constants = constants;
  }

  static Interpreted of(CelExpr part, Prepared expression, RowShape shape) {
    CelAbstractSyntaxTree whole = expression.tree();
    CelAbstractSyntaxTree tree =
        CelAbstractSyntaxTree.newCheckedAst(
            part, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
    try {
      return new Interpreted(Language.runtime().createProgram(tree), shape, expression.constants());
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("CEL's runtime refused an expression that it checked.", e);
    }
  }

  @Override
  public @Nullable Object of(Row row) {
    RowView view = new RowView(row, shape);
    try {
      Object value =
          program.eval(
              name ->
                  name.equals(Language.ROW)
                      ? Optional.of(view)
                      : Optional.ofNullable(constants.get(name)));
      return value instanceof CelUnknownSet ? null : value;
    } catch (CelEvaluationException e) {
      // Its message may quote the record.
      return null;
    }
  }
}
