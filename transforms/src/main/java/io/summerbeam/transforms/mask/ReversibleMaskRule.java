package io.summerbeam.transforms.mask;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** A rule that {@link Unmask#fields} undoes for whoever has the key. */
public abstract class ReversibleMaskRule extends MaskRule {

  private static final long serialVersionUID = 1;

  ReversibleMaskRule() {}

  /** Prepares the way back, as {@link #open} does the way there. */
  abstract ValueMask openInverse(FieldType type, Schema input);
}
