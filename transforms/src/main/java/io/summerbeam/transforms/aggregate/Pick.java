package io.summerbeam.transforms.aggregate;

/** Which values of a group are kept: by what they are ordered, from which end, how many. */
enum Pick {
  FIRST("first", By.TIME, false, false),
  LAST("last", By.TIME, true, false),
  MIN_BY("minBy", By.FIELD, false, false),
  MAX_BY("maxBy", By.FIELD, true, false),
  TOP("top", By.VALUE, true, true),
  BOTTOM("bottom", By.VALUE, false, true),
  COLLECT("collect", By.TIME, false, true);

  /** What decides. Of equals the value does. */
  enum By {
    TIME,
    FIELD,
    VALUE
  }

  private final String function;
  private final By by;
  private final boolean greatest;
  private final boolean list;

  Pick(String function, By by, boolean greatest, boolean list) {
    this.function = function;
    this.by = by;
    this.greatest = greatest;
    this.list = list;
  }

  String function() {
    return function;
  }

  By by() {
    return by;
  }

  /** Whether the greatest come first. */
  boolean isGreatest() {
    return greatest;
  }

  /** Whether there may be several. */
  boolean isList() {
    return list;
  }
}
