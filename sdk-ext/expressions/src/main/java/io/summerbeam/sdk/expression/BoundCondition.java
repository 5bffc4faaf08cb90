package io.summerbeam.sdk.expression;

import dev.cel.common.types.CelKind;
import java.io.Serializable;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the Rows of one schema: an {@link Expression} that was checked and is true or not.
 *
 * <p>It is serialized as the text and the schema, and compiled again once where it arrives. Any
 * number of threads may use it.
 */
public final class BoundCondition implements Serializable {

  private static final long serialVersionUID = 1;

  private final String text;
  private final Schema schema;
  private transient @Nullable Term term;
  private transient @Nullable Reads reads;

  BoundCondition(String text, Schema schema, String where) {
    this.text = text;
    this.schema = schema;
    this.term = compile(where);
  }

  /** The expression as it was written. */
  public String text() {
    return text;
  }

  /**
   * Whether the condition is satisfied: only where it is true. It is not where it is false, and not
   * where it has no truth value, because of a null or of something that cannot be computed.
   *
   * @param row of the schema that the condition was bound to
   */
  public boolean test(Row row) {
    return Boolean.TRUE.equals(term().of(row));
  }

  /**
   * Whether the condition is true; null where it has no truth value.
   *
   * @param row of the schema that the condition was bound to
   */
  public @Nullable Boolean truth(Row row) {
    return term().of(row) instanceof Boolean truth ? truth : null;
  }

  /**
   * As {@link #test}, but where there is no truth value although nothing that the condition reads
   * is null, this throws: for who must not take what cannot be computed for false.
   *
   * @param row of the schema that the condition was bound to
   * @throws UncomputableException if it cannot be computed
   */
  public boolean testStrictly(Row row) {
    Object truth = term().of(row);
    if (truth instanceof Boolean known) {
      return known;
    }
    if (reads().anyNull(row)) {
      return false;
    }
    throw new UncomputableException();
  }

  /** The names of the fields of a Row that the condition reads, sorted. */
  public Set<String> fields() {
    return reads().names();
  }

  private Reads reads() {
    Reads known = reads;
    if (known == null) {
      known = Reads.of(new Binder(text, schema, "expression"));
      reads = known;
    }
    return known;
  }

  private Term term() {
    Term compiled = term;
    if (compiled == null) {
      // Two threads may both come here; a term is immutable, so either's will do.
      compiled = compile("expression");
      term = compiled;
    }
    return compiled;
  }

  private Term compile(String where) {
    Binder binder = new Binder(text, schema, where);
    if (Operands.plain(binder.resultType()).kind() != CelKind.BOOL) {
      throw binder.complaint(
          "a condition must be true or false, but this is of type "
              + Operands.name(binder.resultType())
              + ". Compare it with something.");
    }
    return binder.term();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundCondition condition
        && text.equals(condition.text)
        && schema.equals(condition.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, schema);
  }

  @Override
  public String toString() {
    return text;
  }
}
