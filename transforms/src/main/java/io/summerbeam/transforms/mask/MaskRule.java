package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

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
   * @param type what the path leads to
   * @param input the schema the path begins in
   * @throws IllegalArgumentException if the technique does not fit the type, or something else that
   *     the rule names is not in the schema; the message has the path, the type, the types that fit
   */
  abstract void check(FieldType type, Schema input);

  /** Prepares the rule on a worker, once for each instance of the DoFn: resolves keys. */
  abstract ValueMask open(FieldType type, Schema input);
}
