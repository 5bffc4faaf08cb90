package io.summerbeam.sdk.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.CelStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Walks through the syntax tree of an expression. */
final class Trees {

  /** Where the ids of nodes that we add begin; the parser counts up from 1. */
  static final long FIRST_NEW_ID = 1L << 40;

  private Trees() {}

  /** The nodes directly under a node. */
  static List<CelExpr> children(CelExpr expr) {
    List<CelExpr> children = new ArrayList<>();
    mapChildren(
        expr,
        child -> {
          children.add(child);
          return child;
        });
    return children;
  }

  /** The same node with other nodes under it. */
  static CelExpr mapChildren(CelExpr expr, UnaryOperator<CelExpr> map) {
    return switch (expr.exprKind().getKind()) {
      case SELECT ->
          CelExpr.ofSelect(
              expr.id(),
              map.apply(expr.select().operand()),
              expr.select().field(),
              expr.select().testOnly());
      case CALL -> {
        CelCall call = expr.call();
        Optional<CelExpr> target = call.target().map(map);
        yield CelExpr.ofCall(expr.id(), target, call.function(), all(call.args(), map));
      }
      case LIST ->
          CelExpr.ofList(
              expr.id(), all(expr.list().elements(), map), expr.list().optionalIndices());
      case STRUCT -> {
        ImmutableList.Builder<CelStruct.Entry> entries = ImmutableList.builder();
        for (CelStruct.Entry entry : expr.struct().entries()) {
          entries.add(entry.toBuilder().setValue(map.apply(entry.value())).build());
        }
        yield CelExpr.ofStruct(expr.id(), expr.struct().messageName(), entries.build());
      }
      case MAP -> {
        ImmutableList.Builder<CelMap.Entry> entries = ImmutableList.builder();
        for (CelMap.Entry entry : expr.map().entries()) {
          entries.add(
              entry.toBuilder()
                  .setKey(map.apply(entry.key()))
                  .setValue(map.apply(entry.value()))
                  .build());
        }
        yield CelExpr.ofMap(expr.id(), entries.build());
      }
      case COMPREHENSION -> {
        CelComprehension loop = expr.comprehension();
        yield expr.toBuilder()
            .setComprehension(
                loop.toBuilder()
                    .setIterRange(map.apply(loop.iterRange()))
                    .setAccuInit(map.apply(loop.accuInit()))
                    .setLoopCondition(map.apply(loop.loopCondition()))
                    .setLoopStep(map.apply(loop.loopStep()))
                    .setResult(map.apply(loop.result()))
                    .build())
            .build();
      }
      case CONSTANT, IDENT, NOT_SET -> expr;
    };
  }

  private static ImmutableList<CelExpr> all(List<CelExpr> exprs, UnaryOperator<CelExpr> map) {
    ImmutableList.Builder<CelExpr> mapped = ImmutableList.builder();
    exprs.forEach(expr -> mapped.add(map.apply(expr)));
    return mapped.build();
  }
}
