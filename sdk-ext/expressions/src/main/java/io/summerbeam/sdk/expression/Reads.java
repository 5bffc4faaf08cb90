package io.summerbeam.sdk.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.values.Row;

/** Which fields of the record, and of rows in it, an expression reads. */
final class Reads {

  private final Set<String> names = new TreeSet<>();
  private final List<Term> fields = new ArrayList<>();

  private Reads() {}

  static Reads of(Binder binder) {
    Prepared prepared = binder.prepare();
    Reads reads = new Reads();
    reads.visit(prepared.tree().getExpr(), prepared, binder.shape());
    return reads;
  }

  /** The fields of the record itself. */
  Set<String> names() {
    return names;
  }

  /** Whether any of the fields is null, or has a null above it. */
  boolean anyNull(Row row) {
    for (Term field : fields) {
      Object value = field.of(row);
      if (value == null || value == NullValue.NULL_VALUE) {
        return true;
      }
    }
    return false;
  }

  private void visit(CelExpr expr, Prepared prepared, RowShape shape) {
    if (expr.exprKind().getKind() == Kind.SELECT) {
      Term field = Terms.fieldOf(expr, prepared, shape);
      if (field != null) {
        fields.add(field);
      }
      CelExpr operand = expr.select().operand();
      if (operand.exprKind().getKind() == Kind.IDENT
          && operand.ident().name().equals(Language.ROW)) {
        names.add(expr.select().field());
      }
    }
    Trees.children(expr).forEach(child -> visit(child, prepared, shape));
  }
}
