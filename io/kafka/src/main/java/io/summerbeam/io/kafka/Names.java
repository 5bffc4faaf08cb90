package io.summerbeam.io.kafka;

/** The rule for names that are given: there is one. */
final class Names {

  private Names() {}

  static String check(String name, String method, String what) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          method + " must be given " + what + ", but was: '" + name + "'");
    }
    return name;
  }
}
