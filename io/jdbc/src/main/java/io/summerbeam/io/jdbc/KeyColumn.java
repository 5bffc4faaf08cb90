package io.summerbeam.io.jdbc;

import java.time.LocalDate;
import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * How a field of keys is compared with its column: in one form, in which two keys are equal where
 * the database takes them for equal.
 */
enum KeyColumn {
  WHOLE("int8"),
  TEXT("text"),
  /** Of a fixed length: blanks at its end do not count. */
  PADDED("bpchar"),
  /** A text, compared in lower case. */
  UUID_TEXT("uuid"),
  BOOLEAN("bool"),
  DATE("date");

  private static final int UUID_LENGTH = 36;
  private static final int MAX_YEAR = 9999;

  private final String sqlType;

  KeyColumn(String sqlType) {
    this.sqlType = sqlType;
  }

  /** The type of the elements of the array that is sent. */
  String sqlType() {
    return sqlType;
  }

  /** Whether a field of this type can be a key. */
  static boolean isKey(FieldType type) {
    return switch (type.getTypeName()) {
      case INT16, INT32, INT64, STRING, BOOLEAN -> true;
      case LOGICAL_TYPE ->
          type.getLogicalType() != null
              && type.getLogicalType().getIdentifier().equals(SqlTypes.DATE.getIdentifier());
      default -> false;
    };
  }

  /** How the field is compared with the column; null where they cannot be. */
  static @Nullable KeyColumn of(Column column, FieldType field) {
    TypeName type = field.getTypeName();
    return switch (column.type()) {
      case "int2", "int4", "int8" -> type.isNumericType() ? WHOLE : null;
      case "text", "varchar" -> type == TypeName.STRING ? TEXT : null;
      case "bpchar" -> type == TypeName.STRING ? PADDED : null;
      case "uuid" -> type == TypeName.STRING ? UUID_TEXT : null;
      case "bool" -> type == TypeName.BOOLEAN ? BOOLEAN : null;
      case "date" -> type == TypeName.LOGICAL_TYPE ? DATE : null;
      default -> null;
    };
  }

  /** The form of a key, or of what the column has; null where no column can have it. */
  @Nullable Object formOf(Object value) {
    return switch (this) {
      case WHOLE -> ((Number) value).longValue();
      case BOOLEAN -> value;
      case TEXT -> text((String) value);
      case PADDED -> {
        String text = text((String) value);
        yield text == null ? null : withoutBlanks(text);
      }
      case UUID_TEXT -> uuid((String) value);
      case DATE -> {
        int year = ((LocalDate) value).getYear();
        yield year < 1 || year > MAX_YEAR ? null : value.toString();
      }
    };
  }

  // The database has no zero characters; half of a surrogate pair would be sent as a question mark.
  private static @Nullable String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return null;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return null;
        }
      }
    }
    return text;
  }

  private static String withoutBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static @Nullable String uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return null;
    }
    try {
      String form = UUID.fromString(text).toString();
      // 1-1-1-1-1 is read as well, and so is more than that.
      return form.equalsIgnoreCase(text) ? form : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
