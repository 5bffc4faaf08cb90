package io.summerbeam.sdk.expression;

import dev.cel.common.values.NullValue;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from the Rows of one schema: an {@link Expression} that was checked and has a
 * type.
 *
 * <p>It is serialized as the text and the schema, and compiled again once where it arrives. Any
 * number of threads may use it.
 */
public final class BoundValue implements Serializable {

  private static final long serialVersionUID = 1;

  private final String text;
  private final Schema schema;
  private final FieldType type;
  private transient @Nullable Term term;
  private transient @Nullable Reads reads;

  BoundValue(String text, Schema schema, String where) {
    this.text = text;
    this.schema = schema;
    Binder binder = new Binder(text, schema, where);
    FieldType found = BeamValues.typeOf(binder.resultType(), binder);
    if (found == null) {
      throw binder.complaint(
          "no field can hold a value of type "
              + Operands.name(binder.resultType())
              + ". Convert it, with string() for one.");
    }
    this.type = found;
    this.term = binder.term();
  }

  /** The expression as it was written. */
  public String text() {
    return text;
  }

  /**
   * The type of a field that takes the values, always nullable: INT64, DOUBLE, DECIMAL, STRING,
   * BOOLEAN, BYTES, DATETIME, or an array, map or row of these.
   */
  public FieldType type() {
    return type;
  }

  /**
   * The value for a Row; null where it is null and where it cannot be computed. A time is cut to
   * milliseconds; one that they do not reach is null.
   *
   * @param row of the schema that the expression was bound to
   */
  public @Nullable Object evaluate(Row row) {
    return BeamValues.of(term().of(row));
  }

  /**
   * As {@link #evaluate}, but null only where the value is null or something that the expression
   * reads is; where it cannot be computed for another reason, and where a time has a part of a
   * millisecond, also one in a list or map, this throws.
   *
   * @param row of the schema that the expression was bound to
   * @throws UncomputableException if it cannot be computed
   */
  public @Nullable Object evaluateStrictly(Row row) {
    Object found = term().of(row);
    if (isFiner(found)) {
      throw new UncomputableException();
    }
    Object value = BeamValues.of(found);
    if (value == null && found != NullValue.NULL_VALUE && !reads().anyNull(row)) {
      throw new UncomputableException();
    }
    return value;
  }

  /** Whether it is or holds a time that milliseconds cannot tell. */
  private static boolean isFiner(@Nullable Object value) {
    if (value instanceof Instant time) {
      return !time.equals(time.truncatedTo(ChronoUnit.MILLIS));
    }
    if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().anyMatch(BoundValue::isFiner)
          || map.values().stream().anyMatch(BoundValue::isFiner);
    }
    return value instanceof List<?> list && list.stream().anyMatch(BoundValue::isFiner);
  }

  /** The names of the fields of a Row that the expression reads, sorted. */
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
      compiled = new Binder(text, schema, "expression").term();
      term = compiled;
    }
    return compiled;
  }

  @Override
  public String toString() {
    return text;
  }
}
