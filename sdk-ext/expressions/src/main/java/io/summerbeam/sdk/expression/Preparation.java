package io.summerbeam.sdk.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prepares a checked expression for evaluation: tests for null, conditions that may be null, and
 * everything that is the same for each record, computed once: {@code decimal("1.5")}, {@code
 * timestamp("2001-01-01T00:00:00Z")}, lists of literals, the patterns of {@code matches}.
 */
final class Preparation {

  private static final Set<String> CONSTRUCTORS =
      Set.of(Decimals.CONSTRUCTOR, "timestamp", "duration");
  private static final Set<String> LOGIC = Set.of("_&&_", "_||_");
  private static final Set<String> MAYBE_NULL = Set.of("_[_]", "_?_:_", "dyn");

  private final CelAbstractSyntaxTree checked;
  private final Complaints complaints;
  private final Map<Long, CelType> types;
  private final Map<Long, CelReference> references;
  private final Map<String, Object> constants = new HashMap<>();
  private long nextId;

  private Preparation(CelAbstractSyntaxTree checked, Complaints complaints) {
    this.checked = checked;
    this.complaints = complaints;
    this.types = new HashMap<>(checked.getTypeMap());
    this.references = new HashMap<>(checked.getReferenceMap());
    this.nextId = 2 * Trees.FIRST_NEW_ID;
  }

  static Prepared of(CelAbstractSyntaxTree checked, Complaints complaints) {
    Preparation preparation = new Preparation(checked, complaints);
    CelExpr expr = preparation.visit(checked.getExpr());
    return new Prepared(
        CelAbstractSyntaxTree.newCheckedAst(
            expr,
            checked.getSource(),
            ImmutableMap.copyOf(preparation.references),
            ImmutableMap.copyOf(preparation.types)),
        ImmutableMap.copyOf(preparation.constants));
  }

  private CelExpr visit(CelExpr expr) {
    if (isConstant(expr)) {
      return expr.exprKind().getKind() == Kind.CONSTANT ? expr : constant(expr, compute(expr));
    }
    CelExpr visited = Trees.mapChildren(expr, this::visit);
    return switch (expr.exprKind().getKind()) {
      case SELECT -> presence(visited);
      case CALL -> call(visited);
      default -> visited;
    };
  }

  private static boolean isConstant(CelExpr expr) {
    return switch (expr.exprKind().getKind()) {
      case CONSTANT -> true;
      case LIST ->
          expr.list().optionalIndices().isEmpty()
              && expr.list().elements().stream().allMatch(Preparation::isConstant);
      case CALL ->
          CONSTRUCTORS.contains(expr.call().function())
              && expr.call().args().stream().allMatch(Preparation::isConstant);
      default -> false;
    };
  }

  private Object compute(CelExpr expr) {
    try {
      return Language.runtime()
          .createProgram(
              CelAbstractSyntaxTree.newCheckedAst(
                  expr, checked.getSource(), checked.getReferenceMap(), checked.getTypeMap()))
          .eval();
    } catch (CelEvaluationException e) {
      throw complaints.at(expr, checked.getSource(), "this constant has no value.");
    }
  }

  // `has(a.b)`: of a Row, whether the field is not null. (Of a map CEL's meaning stays: whether
  // the key is there.)
  private CelExpr presence(CelExpr expr) {
    CelExpr operand = expr.select().operand();
    if (!expr.select().testOnly() || type(operand).kind() != CelKind.STRUCT) {
      return expr;
    }
    long id = nextId++;
    types.put(id, SimpleType.DYN);
    references.remove(expr.id());
    return call(
        expr, Language.NOT_NULL, CelExpr.ofSelect(id, operand, expr.select().field(), false));
  }

  private CelExpr call(CelExpr expr) {
    CelCall call = expr.call();
    if (LOGIC.contains(call.function())) {
      return Trees.mapChildren(expr, this::truth);
    }
    Comparison comparison = Comparison.of(call.function());
    if (comparison != null && comparison.isEquality()) {
      CelExpr left = call.args().get(0);
      CelExpr right = call.args().get(1);
      String test = comparison == Comparison.EQUAL ? Language.IS_NULL : Language.NOT_NULL;
      if (Operands.isNull(right)) {
        return call(expr, test, left);
      }
      return Operands.isNull(left) ? call(expr, test, right) : expr;
    }
    return call.function().equals("matches") ? matches(expr, call) : expr;
  }

  private CelExpr matches(CelExpr expr, CelCall call) {
    CelExpr pattern = call.args().get(call.args().size() - 1);
    if (pattern.exprKind().getKind() != Kind.CONSTANT) {
      return expr;
    }
    try {
      Pattern compiled = Pattern.compile(pattern.constant().stringValue());
      CelExpr text = call.target().orElse(call.args().get(0));
      return call(expr, Language.MATCHES, text, constant(pattern, compiled));
    } catch (PatternSyntaxException e) {
      throw complaints.at(
          pattern,
          checked.getSource(),
          "this is no regular expression of RE2: " + e.getDescription() + ".");
    }
  }

  // CEL gives up on `a || b` where a is null; there is a truth value where b is true.
  private CelExpr truth(CelExpr expr) {
    boolean maybeNull =
        switch (expr.exprKind().getKind()) {
          case SELECT -> true;
          case IDENT -> !expr.ident().name().startsWith("@");
          case CALL -> MAYBE_NULL.contains(expr.call().function());
          default -> false;
        };
    if (!maybeNull) {
      return expr;
    }
    long id = nextId++;
    types.put(id, SimpleType.BOOL);
    return call(CelExpr.ofNotSet(id), Language.TRUTH, expr);
  }

  private CelExpr call(CelExpr expr, String overload, CelExpr... args) {
    references.put(expr.id(), CelReference.newBuilder().addOverloadIds(overload).build());
    return CelExpr.ofCall(expr.id(), Optional.empty(), overload, ImmutableList.copyOf(args));
  }

  private CelExpr constant(CelExpr expr, Object value) {
    String name = "@constant" + constants.size();
    constants.put(name, value);
    references.put(expr.id(), CelReference.newBuilder().setName(name).build());
    types.put(expr.id(), SimpleType.DYN);
    return CelExpr.ofIdent(expr.id(), name);
  }

  private CelType type(CelExpr expr) {
    return types.getOrDefault(expr.id(), SimpleType.DYN);
  }
}
