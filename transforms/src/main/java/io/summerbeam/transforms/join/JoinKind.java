package io.summerbeam.transforms.join;

/** Which records without a partner come out. */
enum JoinKind {
  INNER(false, false),
  LEFT(true, false),
  FULL(true, true);

  private final boolean left;
  private final boolean right;

  JoinKind(boolean left, boolean right) {
    this.left = left;
    this.right = right;
  }

  /** Whether those of a side come out. */
  boolean keeps(boolean leftSide) {
    return leftSide ? left : right;
  }
}
