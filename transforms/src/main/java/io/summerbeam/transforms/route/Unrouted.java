package io.summerbeam.transforms.route;

/** What becomes of a record that no condition is true for. */
enum Unrouted {
  /** Nobody has said. */
  UNDECIDED,
  /** It goes to the route that is for the rest. */
  ROUTE,
  /** It is dropped, and counted. */
  DROP,
  /** It is a dead letter. */
  DEAD_LETTER
}
