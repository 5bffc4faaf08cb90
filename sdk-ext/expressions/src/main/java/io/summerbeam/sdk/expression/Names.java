package io.summerbeam.sdk.expression;

import static dev.cel.common.ast.CelConstant.Kind.STRING_VALUE;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field that each name stands for, before types are checked: {@code distance} becomes the
 * field {@code distance} of the record. So a field may have the name of one of CEL's types, and a
 * name that does not exist is answered with the names that do.
 */
final class Names {

  private static final String RECORD = "row";

  // What the checker knows by name without us.
  private static final Set<String> TYPES =
      Set.of(
          "bool",
          "bytes",
          "double",
          "dyn",
          "int",
          "list",
          "map",
          "null_type",
          "string",
          "type",
          "uint");

  private final RowShape root;
  private final Shapes shapes;
  private final Complaints complaints;
  private final CelSource source;
  private final Map<Long, Integer> newPositions = new HashMap<>();

  /** A node, and the type of its value where that is known and may have fields. */
  private record Resolved(CelExpr expr, @Nullable FieldType type) {}

  private Names(Shapes shapes, CelSource source, Complaints complaints) {
    this.root = shapes.root();
    this.shapes = shapes;
    this.source = source;
    this.complaints = complaints;
  }

  static CelAbstractSyntaxTree resolve(
      CelAbstractSyntaxTree parsed, Shapes shapes, Complaints complaints) {
    Names names = new Names(shapes, parsed.getSource(), complaints);
    CelExpr expr = names.visit(parsed.getExpr(), Map.of()).expr();
    CelSource source = parsed.getSource().toBuilder().addPositionsMap(names.newPositions).build();
    return CelAbstractSyntaxTree.newParsedAst(expr, source);
  }

  // variables: those of the macros around, which hide fields
  private Resolved visit(CelExpr expr, Map<String, @Nullable FieldType> variables) {
    return switch (expr.exprKind().getKind()) {
      case IDENT -> name(expr, variables);
      case SELECT -> {
        Resolved operand = visit(expr.select().operand(), variables);
        String field = expr.select().field();
        yield new Resolved(
            CelExpr.ofSelect(expr.id(), operand.expr(), field, expr.select().testOnly()),
            member(expr, operand.type(), field));
      }
      case CALL -> {
        List<Resolved> operands = new ArrayList<>();
        CelExpr call =
            Trees.mapChildren(
                expr,
                child -> {
                  Resolved operand = visit(child, variables);
                  operands.add(operand);
                  return operand.expr();
                });
        yield expr.call().function().equals("_[_]")
            ? index(call, operands.get(0).type())
            : new Resolved(call, null);
      }
      case COMPREHENSION -> new Resolved(loop(expr, variables), null);
      default ->
          new Resolved(Trees.mapChildren(expr, child -> visit(child, variables).expr()), null);
    };
  }

  private Resolved name(CelExpr expr, Map<String, @Nullable FieldType> variables) {
    String name = expr.ident().name();
    if (variables.containsKey(name)) {
      return new Resolved(expr, variables.get(name));
    }
    FieldType record = FieldType.row(root.schema());
    if (name.equals(RECORD)) {
      return new Resolved(CelExpr.ofIdent(expr.id(), Language.ROW), record);
    }
    if (TYPES.contains(name) && !root.names().contains(name)) {
      return new Resolved(expr, null);
    }
    FieldType type = member(expr, record, name);
    long id = Trees.FIRST_NEW_ID + newPositions.size();
    newPositions.put(id, source.getPositionsMap().getOrDefault(expr.id(), 0));
    CelExpr row = CelExpr.ofIdent(id, Language.ROW);
    return new Resolved(CelExpr.ofSelect(expr.id(), row, name, false), type);
  }

  private CelExpr loop(CelExpr expr, Map<String, @Nullable FieldType> variables) {
    CelComprehension loop = expr.comprehension();
    Resolved range = visit(loop.iterRange(), variables);
    Map<String, @Nullable FieldType> outer = new HashMap<>(variables);
    outer.put(loop.accuVar(), null);
    Map<String, @Nullable FieldType> inner = new HashMap<>(outer);
    inner.put(
        loop.iterVar(), range.type() == null ? null : range.type().getCollectionElementType());
    return expr.toBuilder()
        .setComprehension(
            loop.toBuilder()
                .setIterRange(range.expr())
                .setAccuInit(visit(loop.accuInit(), variables).expr())
                .setLoopCondition(visit(loop.loopCondition(), inner).expr())
                .setLoopStep(visit(loop.loopStep(), inner).expr())
                .setResult(visit(loop.result(), outer).expr())
                .build())
        .build();
  }

  private @Nullable FieldType member(CelExpr expr, @Nullable FieldType type, String name) {
    Schema schema = type == null ? null : type.getRowSchema();
    if (schema == null) {
      return type == null ? null : type.getMapValueType();
    }
    RowShape shape = shapes.of(schema);
    if (shape.names().contains(name)) {
      return schema.getField(name).getType();
    }
    int hidden = shape == root ? Provenance.indexIn(schema) : -1;
    if (schema.hasField(name) && schema.indexOf(name) != hidden) {
      throw complaints.at(
          expr,
          source,
          "field '"
              + name
              + "' is of type "
              + described(schema.getField(name).getType())
              + ", which expressions cannot read. Convert it in a step before.");
    }
    throw complaints.at(expr, source, unknown(shape == root ? "" : " in this row", name, shape));
  }

  private static String unknown(String place, String name, RowShape shape) {
    Collection<String> names = shape.names();
    return "there is no field '"
        + name
        + "'"
        + place
        + NearestName.hint(name, names)
        + " Fields: "
        + (names.isEmpty() ? "(none)" : String.join(", ", names));
  }

  private static String described(FieldType type) {
    return type.getLogicalType() == null
        ? type.getTypeName().name()
        : type.getLogicalType().getIdentifier();
  }

  /** What stands in brackets after a value; after a row it is the name of a field. */
  private Resolved index(CelExpr call, @Nullable FieldType type) {
    if (type == null) {
      return new Resolved(call, null);
    }
    CelExpr operand = call.call().args().get(0);
    CelExpr index = call.call().args().get(1);
    if (type.getRowSchema() != null && index.constantOrDefault().getKind() == STRING_VALUE) {
      String field = index.constant().stringValue();
      return new Resolved(
          CelExpr.ofSelect(call.id(), operand, field, false), member(index, type, field));
    }
    FieldType element = type.getCollectionElementType();
    return new Resolved(call, element == null ? type.getMapValueType() : element);
  }
}
