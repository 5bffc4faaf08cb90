package io.summerbeam.transforms.dedup;

/** Which of equal records are let through. */
enum Keeps {
  FIRST,
  LAST,
  UPDATES
}
