package io.summerbeam.sdk.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.values.NullValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes terms of an expression. Fields, constants, comparisons of anything, tests for null and the
 * logic around them are evaluated directly, some ten times faster than by CEL's interpreter, which
 * gets the parts that are left: arithmetic, functions, macros.
 */
final class Terms {

  private final Prepared expression;
  private final RowShape shape;

  private Terms(Prepared expression, RowShape shape) {
    this.expression = expression;
    this.shape = shape;
  }

  static Term of(Prepared expression, RowShape shape) {
    return new Terms(expression, shape).term(expression.tree().getExpr());
  }

  /** A field of the record, or of a Row in it; null where the part is something else. */
  static @Nullable Term fieldOf(CelExpr part, Prepared expression, RowShape shape) {
    return new Terms(expression, shape).field(part);
  }

  private Term term(CelExpr expr) {
    Term direct =
        switch (expr.exprKind().getKind()) {
          case CONSTANT -> literal(expr.constant());
          case IDENT -> constant(expression.constants().get(expr.ident().name()));
          case SELECT -> field(expr);
          case CALL -> call(expr.call());
          default -> null;
        };
    return direct == null ? Interpreted.of(expr, expression, shape) : direct;
  }

  private static @Nullable Term constant(@Nullable Object value) {
    return value == null ? null : new ConstantTerm(value);
  }

  private static @Nullable Term literal(CelConstant literal) {
    return switch (literal.getKind()) {
      case BOOLEAN_VALUE -> constant(literal.booleanValue());
      case INT64_VALUE -> constant(literal.int64Value());
      case DOUBLE_VALUE -> constant(literal.doubleValue());
      case STRING_VALUE -> constant(literal.stringValue());
      case BYTES_VALUE -> constant(literal.bytesValue());
      case NULL_VALUE -> constant(NullValue.NULL_VALUE);
      default -> null;
    };
  }

  /** Of the record, or of a Row in it. */
  private @Nullable Term field(CelExpr expr) {
    CelExpr operand = expr.select().operand();
    String name = expr.select().field();
    if (expr.select().testOnly() || !isRow(operand)) {
      return null;
    }
    if (operand.exprKind().getKind() == Kind.IDENT) {
      return operand.ident().name().equals(Language.ROW) ? shape.field(name) : null;
    }
    Term outer = operand.exprKind().getKind() == Kind.SELECT ? field(operand) : null;
    return outer == null
        ? null
        : row -> outer.of(row) instanceof RowView inner ? inner.get(name) : null;
  }

  private boolean isRow(CelExpr expr) {
    return expression.tree().getType(expr.id()).map(CelType::kind).orElse(null) == CelKind.STRUCT;
  }

  private @Nullable Term call(CelCall call) {
    List<CelExpr> args = call.args();
    Comparison comparison = Comparison.of(call.function());
    if (comparison != null) {
      return Comparing.of(comparison, term(args.get(0)), term(args.get(1)));
    }
    return switch (call.function()) {
      case "_&&_" -> Logic.and(term(args.get(0)), term(args.get(1)));
      case "_||_" -> Logic.or(term(args.get(0)), term(args.get(1)));
      case "!_" -> Logic.not(term(args.get(0)));
      case "_?_:_" -> Logic.choice(term(args.get(0)), term(args.get(1)), term(args.get(2)));
      case Language.TRUTH -> term(args.get(0));
      case Language.IS_NULL -> Logic.isNull(term(args.get(0)));
      case Language.NOT_NULL -> Logic.not(Logic.isNull(term(args.get(0))));
      case Membership.FUNCTION -> in(args.get(0), args.get(1));
      default -> null;
    };
  }

  private Term in(CelExpr value, CelExpr collection) {
    Term left = term(value);
    if (collection.exprKind().getKind() == Kind.IDENT
        && expression.constants().get(collection.ident().name()) instanceof List<?> list) {
      return Membership.inConstant(left, list);
    }
    Term right = term(collection);
    return row -> Membership.test(left.of(row), right.of(row));
  }
}
