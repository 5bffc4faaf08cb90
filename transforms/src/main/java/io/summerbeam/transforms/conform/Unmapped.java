package io.summerbeam.transforms.conform;

/** What {@link Conform} does about fields of its input that no mapping reads. */
public enum Unmapped {
  /** They are left out: what comes out has the one schema, whatever came in. */
  DROP,
  /**
   * They come behind the fields of the schema, as they are and under their names; of nested rows
   * what is not read is left out.
   */
  KEEP,
  /** They are refused when the pipeline is built, at any depth. */
  REFUSE
}
