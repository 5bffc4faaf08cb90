package io.summerbeam.benchmarks;

/** How much is measured, and how often. */
enum Size {
  /** Every arm once, so that it cannot rot; the figures mean nothing. */
  TINY("every arm once over 2,000 records: does it still run?", 1),

  /** An indication within minutes. */
  SMALL("one round, the fewest arms and records that have a slope: an indication", 1),

  /** A result. */
  FULL("all arms in five rounds, 200,000 and 1,200,000 records (more of cheap ones): a result", 5);

  /** Fewer rounds have no median worth the name. */
  static final int ROUNDS_OF_A_RESULT = 5;

  final String meaning;
  final int rounds;

  Size(String meaning, int rounds) {
    this.meaning = meaning;
    this.rounds = rounds;
  }

  /** As it is typed. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
