package io.summerbeam.sdk.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Set;

/** Says what can be compared with what, when an expression is bound. */
final class Operands {

  private static final String DECIMAL_HINT =
      " A decimal is compared and computed with decimals and whole numbers only; write"
          + " decimal(\"1.5\") for the number, or double(x) for the decimal.";

  private static final String INT_HINT =
      " Whole numbers and doubles are compared, but not computed with each other; write double(x)"
          + " for the whole number.";

  private static final Set<CelKind> NUMBERS = Set.of(CelKind.INT, CelKind.UINT, CelKind.DOUBLE);

  private static final Set<CelKind> ORDERED =
      Set.of(CelKind.BOOL, CelKind.STRING, CelKind.BYTES, CelKind.TIMESTAMP, CelKind.DURATION);

  private static final Set<CelKind> ANY =
      Set.of(CelKind.DYN, CelKind.ANY, CelKind.TYPE_PARAM, CelKind.ERROR, CelKind.NULL_TYPE);

  private final CelAbstractSyntaxTree checked;
  private final Complaints complaints;

  private Operands(CelAbstractSyntaxTree checked, Complaints complaints) {
    this.checked = checked;
    this.complaints = complaints;
  }

  static void verify(CelAbstractSyntaxTree checked, Complaints complaints) {
    new Operands(checked, complaints).visit(checked.getExpr());
  }

  private void visit(CelExpr expr) {
    if (expr.exprKind().getKind() == Kind.CALL) {
      CelCall call = expr.call();
      Comparison comparison = Comparison.of(call.function());
      if (comparison != null) {
        verify(expr, comparison, call.args());
      } else if (call.function().equals(Membership.FUNCTION)) {
        verifyIn(expr, call.args());
      }
    }
    Trees.children(expr).forEach(this::visit);
  }

  private void verify(CelExpr expr, Comparison comparison, List<CelExpr> args) {
    CelType left = type(args.get(0));
    CelType right = type(args.get(1));
    boolean nullTest = comparison.isEquality() && args.stream().anyMatch(Operands::isNull);
    boolean ordered = comparison.isEquality() || (ordered(left) && ordered(right));
    if (!nullTest && !(ordered && comparable(left, right))) {
      throw complaints.at(
          expr,
          checked.getSource(),
          "'"
              + comparison.symbol()
              + "' cannot compare "
              + name(left)
              + " with "
              + name(right)
              + "."
              + hint(name(left) + name(right)));
    }
  }

  private void verifyIn(CelExpr expr, List<CelExpr> args) {
    CelType value = type(args.get(0));
    CelType collection = type(args.get(1));
    if (ANY.contains(collection.kind())) {
      return;
    }
    CelType member = collection.parameters().get(0);
    boolean fit =
        collection.kind() == CelKind.MAP
            ? ANY.contains(value.kind())
                || ANY.contains(member.kind())
                || plain(value).kind() == plain(member).kind()
            : comparable(value, member);
    if (!fit) {
      throw complaints.at(
          expr,
          checked.getSource(),
          "'in' cannot find "
              + name(value)
              + " in "
              + name(collection)
              + "."
              + hint(name(value) + name(collection)));
    }
  }

  /** How types that do not go together can be made to, for a message that names them. */
  static String hint(String types) {
    if (!types.contains(SimpleType.DOUBLE.name())) {
      return "";
    }
    return types.contains(Decimals.TYPE.name())
        ? DECIMAL_HINT
        : types.matches(".*\\bint\\b.*") ? INT_HINT : "";
  }

  /** The name of a type, in messages. */
  static String name(CelType type) {
    return plain(CelTypes.format(type));
  }

  /** A message with CEL's names of types, in simpler words. */
  static String plain(String message) {
    return message
        .replaceAll("wrapper\\((\\w+)\\)", "$1")
        .replace("google.protobuf.Timestamp", "timestamp")
        .replace("google.protobuf.Duration", "duration");
  }

  static boolean isNull(CelExpr expr) {
    return expr.exprKind().getKind() == Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
  }

  private static boolean comparable(CelType left, CelType right) {
    CelType x = plain(left);
    CelType y = plain(right);
    if (ANY.contains(x.kind()) || ANY.contains(y.kind())) {
      return true;
    }
    boolean decimal = isDecimal(x) || isDecimal(y);
    if (isNumber(x) && isNumber(y)) {
      return !decimal || (x.kind() != CelKind.DOUBLE && y.kind() != CelKind.DOUBLE);
    }
    if (x.kind() != y.kind() || x.parameters().size() != y.parameters().size()) {
      return false;
    }
    if (x.kind() == CelKind.STRUCT) {
      return x.name().equals(y.name());
    }
    if (x.kind() == CelKind.TYPE) {
      return true;
    }
    for (int i = 0; i < x.parameters().size(); i++) {
      if (!comparable(x.parameters().get(i), y.parameters().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean ordered(CelType type) {
    CelType plain = plain(type);
    return isNumber(plain)
        || ORDERED.contains(plain.kind())
        || (ANY.contains(plain.kind()) && plain.kind() != CelKind.NULL_TYPE);
  }

  private static boolean isNumber(CelType type) {
    return NUMBERS.contains(type.kind()) || isDecimal(type);
  }

  static boolean isDecimal(CelType type) {
    return type.kind() == CelKind.OPAQUE && type.name().equals(Decimals.TYPE.name());
  }

  /** The type without the mark that its values may be null. */
  static CelType plain(CelType type) {
    return type instanceof NullableType nullable ? nullable.targetType() : type;
  }

  private CelType type(CelExpr expr) {
    return checked.getType(expr.id()).orElse(SimpleType.DYN);
  }
}
