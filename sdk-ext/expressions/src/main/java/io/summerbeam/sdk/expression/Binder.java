package io.summerbeam.sdk.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import org.apache.beam.sdk.schemas.Schema;

/** Checks an expression against a schema and makes it ready to be evaluated. */
final class Binder {

  private final Complaints complaints;
  private final Shapes shapes;
  private final CelAbstractSyntaxTree checked;

  Binder(String text, Schema schema, String where) {
    this.complaints = new Complaints(where, text);
    this.shapes = new Shapes(schema);
    CelCompiler compiler = Language.compiler(shapes);
    CelAbstractSyntaxTree parsed = parse(text, shapes, compiler, complaints);
    CelValidationResult typed = compiler.check(Names.resolve(parsed, shapes, complaints));
    if (typed.hasError()) {
      throw complaints.ofTypes(typed.getErrors().get(0));
    }
    this.checked = tree(typed);
    Operands.verify(checked, complaints);
  }

  /** Refuses a text that is no expression on Rows of any schema. */
  static void requireSyntax(String text, String where) {
    Shapes none = new Shapes(Schema.builder().build());
    parse(text, none, Language.compiler(none), new Complaints(where, text));
  }

  private static CelAbstractSyntaxTree parse(
      String text, Shapes shapes, CelCompiler compiler, Complaints complaints) {
    CelValidationResult parsed = compiler.parse(text);
    if (parsed.hasError()) {
      throw complaints.ofSyntax(parsed.getErrors().get(0), shapes.root().names());
    }
    return tree(parsed);
  }

  CelType resultType() {
    return checked.getResultType();
  }

  RowShape shape() {
    return shapes.root();
  }

  Prepared prepare() {
    return Preparation.of(checked, complaints);
  }

  Term term() {
    return Terms.of(prepare(), shape());
  }

  /** About the expression as a whole. */
  IllegalArgumentException complaint(String message) {
    return complaints.at(checked.getExpr(), checked.getSource(), message);
  }

  /** The schema of the rows that CEL calls by this name. */
  Schema schemaNamed(String typeName) {
    return shapes.named(typeName).schema();
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("CEL reported no error, and now has one.", e);
    }
  }
}
