package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The first words of all messages about one field: what it must be. */
final class FieldRule {

  static final String NULL = "null";
  static final String OUT_OF_RANGE = "outside of its range";
  static final String OTHER_TEXT = "another text";
  static final String HALF_PAIR = "a text with one half of a surrogate pair";

  private final String mustBe;
  private final Problem missing;

  /**
   * @param path the field's path: {@code customer.zip}, {@code items[*]}
   */
  FieldRule(FieldType type, String path) {
    this(describe(type, path), path);
  }

  /**
   * @param what goes on after "must be"
   */
  FieldRule(String what, String path) {
    this.mustBe = "field '" + path + "' must be " + what + ", but is ";
    this.missing = new Problem(mustBe + "missing");
  }

  /**
   * @param what goes on after "but is"
   */
  Problem butIs(String what) {
    return new Problem(mustBe + what);
  }

  Problem missing() {
    return missing;
  }

  private static String describe(FieldType type, String path) {
    return switch (type.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> "a whole number (" + type.getTypeName() + ")";
      case FLOAT, DOUBLE, DECIMAL -> "a number (" + type.getTypeName() + ")";
      case STRING -> "a string";
      case BOOLEAN -> "true or false";
      case BYTES -> "base64 text (BYTES)";
      case ROW -> "an object (ROW)";
      case ARRAY, ITERABLE -> "an array (" + type.getTypeName() + ")";
      case MAP -> "an object (MAP)";
      case DATETIME, LOGICAL_TYPE -> {
        TimeText time = TimeText.of(type);
        if (time == null) {
          throw unsupported(type, path, "");
        }
        yield time.description();
      }
    };
  }

  static IllegalArgumentException unsupported(FieldType type, String path, String format) {
    return new IllegalArgumentException(
        "field '"
            + path
            + "' is of type "
            + type.getTypeName()
            + ", which "
            + (format.isEmpty() ? "the format" : format)
            + " has no form for. Convert the field, or leave it out of the schema.");
  }
}
