package io.summerbeam.sdk.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import io.summerbeam.sdk.schema.NearestName;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with an expression, and shows where. */
final class Complaints {

  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '(.+?)' applied to '(.*?)'( \\(.*)?");
  private static final Pattern NO_FUNCTION =
      Pattern.compile("undeclared reference to '([^']+)' \\(in container ''\\)");
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?s)(?:mismatched|extraneous|no viable alternative at) input '(.*?)'.*");
  private static final Pattern NO_TOKEN = Pattern.compile("(?s)token recognition error at: '(.*)'");
  private static final Pattern NO_FIELD = Pattern.compile("undefined field '(.+)'");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z0-9_./ -]+");
  private static final Pattern OPERATOR = Pattern.compile("_?([^A-Za-z_\\[]+)_");

  // Words of CEL that cannot be the name of a field.
  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "namespace",
          "null",
          "package",
          "return",
          "true",
          "var",
          "void",
          "while");

  private final String where;
  private final String text;

  Complaints(String where, String text) {
    this.where = where;
    this.text = text;
  }

  /** What our own checks found, at a node of the tree. */
  IllegalArgumentException at(CelExpr expr, CelSource source, String message) {
    Integer offset = source.getPositionsMap().get(expr.id());
    CelSourceLocation location =
        offset == null
            ? CelSourceLocation.NONE
            : source.getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
    return complaint(location, message);
  }

  /** What CEL's type checker found. */
  IllegalArgumentException ofTypes(CelIssue issue) {
    return complaint(issue.getSourceLocation(), plain(issue.getMessage()));
  }

  /**
   * What CEL's parser found.
   *
   * @param fields the names there are: one that CEL cannot read as a name may be the reason
   */
  IllegalArgumentException ofSyntax(CelIssue issue, Collection<String> fields) {
    String quoted =
        fields.stream()
            .filter(field -> !WORD.matcher(field).matches() || RESERVED.contains(field))
            .filter(this::isWritten)
            .findFirst()
            .map(field -> " The field '" + field + "' is written " + written(field) + ".")
            .orElse("");
    return complaint(issue.getSourceLocation(), syntax(issue.getMessage()) + quoted);
  }

  private static String written(String field) {
    return QUOTABLE.matcher(field).matches() ? "row.`" + field + "`" : "row[\"" + field + "\"]";
  }

  private boolean isWritten(String name) {
    return Pattern.compile("(?<![\\p{L}0-9_])" + Pattern.quote(name) + "(?![\\p{L}0-9_])")
        .matcher(text)
        .find();
  }

  // The parser speaks of tokens, and lists all that it would take.
  private static String syntax(String message) {
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return unexpected.group(1).equals("<EOF>")
          ? "the expression ends where something is missing."
          : "'" + unexpected.group(1) + "' is not expected here.";
    }
    Matcher token = NO_TOKEN.matcher(message);
    if (token.matches()) {
      return token.group(1).startsWith("\"") || token.group(1).startsWith("'")
          ? "the text that begins here has no end."
          : token.group(1).startsWith("=")
              ? "'=' is no operator. Equality is written ==."
              : "'" + token.group(1).strip() + "' is not expected here.";
    }
    return message.equals("invalid argument to has() macro")
        ? "has() takes a field of a row or a key of a map: has(row.delay). For a field there is"
            + " also delay != null."
        : message;
  }

  private IllegalArgumentException complaint(CelSourceLocation location, String message) {
    StringBuilder complaint = new StringBuilder(where).append(": ");
    if (location.getLine() < 1) {
      complaint.append("expression '").append(text).append("': ").append(message);
      return new IllegalArgumentException(complaint.toString());
    }
    int column = Math.max(0, location.getColumn());
    complaint
        .append("line ")
        .append(location.getLine())
        .append(", column ")
        .append(column + 1)
        .append(": ")
        .append(message)
        .append("\n  ")
        .append(text.lines().skip(location.getLine() - 1L).findFirst().orElse(""))
        .append("\n  ")
        .append(" ".repeat(column))
        .append('^');
    return new IllegalArgumentException(complaint.toString());
  }

  // CEL speaks of its own names of operators and types.
  private static String plain(String message) {
    String text = Operands.plain(message);
    Matcher overload = NO_OVERLOAD.matcher(text);
    if (overload.matches()) {
      String types = overload.group(2);
      return "'"
          + symbol(overload.group(1))
          + "' cannot be applied to "
          + types
          + "."
          + Operands.hint(types);
    }
    Matcher function = NO_FUNCTION.matcher(text);
    if (function.matches()) {
      String name = function.group(1);
      return "there is no function or type '"
          + name
          + "'"
          + NearestName.hint(name, Language.functionNames());
    }
    Matcher field = NO_FIELD.matcher(text);
    return field.matches() ? "there is no field '" + field.group(1) + "' in this row." : text;
  }

  private static String symbol(String function) {
    Matcher operator = OPERATOR.matcher(function);
    if (operator.matches()) {
      return operator.group(1);
    }
    if (function.equals("_?_:_")) {
      return "?:";
    }
    return function.equals("_[_]") ? "[]" : function.replace("@", "");
  }
}
