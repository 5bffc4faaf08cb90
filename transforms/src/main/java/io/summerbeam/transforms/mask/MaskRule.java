package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * The values that a path leads to, and what is done to each of them. Made by {@link MaskRules};
 * {@link Mask#fields} applies it.
 *
 * <p>A rule is immutable and travels with the pipeline. Keys do not: it holds references to them,
 * which are resolved on the worker, in {@link #open}.
 */
public abstract class MaskRule implements Serializable {

  private static final long serialVersionUID = 1;

  MaskRule() {}

  /** Where the values are. */
  public abstract FieldPath path();

  /** The name of the technique, as in policies: {@code hash}. */
  public abstract String technique();

  /** What the technique gives away, and what it keeps. */
  public abstract Protection protection();

  /**
   * Fits the rule to what it is applied to.
   *
   * @param type what the path leads to; of a logical type whose values are those of its base type,
   *     the base type
   * @param input the schema the path begins in
   * @throws IllegalArgumentException if the technique does not fit the type, or something else that
   *     the rule names is not in the schema; the message has the path, the type, the types that fit
   */
  abstract void check(FieldType type, Schema input);

  /** Prepares the rule on a worker, once for each instance of the DoFn: resolves keys. */
  abstract ValueMask open(FieldType type, Schema input);

  /**
   * How many characters or bytes a masked value has at least, whatever the value is; 0 if that is
   * not known.
   *
   * @param type STRING or BYTES
   */
  int leastLength(FieldType type) {
    return 0;
  }

  /**
   * The other fields of the record that a masked value depends on. They are read as the masked
   * record has them, by {@link Mask} and by {@link Unmask}, so that both read the same.
   */
  List<FieldPath> reads() {
    return List.of();
  }

  /**
   * The field of the record that must not be masked beside this; null if there is none. It says
   * which keyset is used, and dead letters of steps before have it in clear.
   */
  @Nullable FieldPath readsInClear() {
    return null;
  }

  /** Technique and path, {@code hash('customer.email')}; no settings, and no key. */
  @Override
  public final String toString() {
    return technique() + "('" + path() + "')";
  }

  /**
   * Requires that the path leads to one of these types.
   *
   * @param remedy the last sentence of the message
   */
  final void requireType(FieldType type, String remedy, TypeName... fitting) {
    if (!Arrays.asList(fitting).contains(type.getTypeName())) {
      throw unfit(
          type,
          Arrays.stream(fitting).map(TypeName::name).collect(Collectors.joining(", ")),
          remedy);
    }
  }

  /** The path leads to a type that does not fit. */
  final IllegalArgumentException unfit(FieldType type, String fitting, String remedy) {
    LogicalType<?, ?> logical = type.getLogicalType();
    return new IllegalArgumentException(
        this
            + ": "
            + technique()
            + " is for "
            + fitting
            + ", but the field is of type "
            + (logical == null ? type.getTypeName() : logical.getIdentifier())
            + ". "
            + remedy);
  }
}
