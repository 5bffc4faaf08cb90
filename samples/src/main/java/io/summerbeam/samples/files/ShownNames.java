package io.summerbeam.samples.files;

import io.summerbeam.sdk.schema.SchemaText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * Shows an inferred schema, whose names may be data: keys of JSON can be e-mail addresses. What
 * does not look like an identifier is counted and not shown.
 */
public final class ShownNames {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  // Of a record, and of each row in it.
  private static final int MAX_FIELDS = 20;
  // A shorter one tells nobody's data, and stands in any message.
  private static final int SHORTEST = 3;
  private static final String HIDDEN = "(a name that is not shown: it looks like data)";

  private int hidden;
  private int more;

  private ShownNames() {}

  /** The schema as text, of which names that look like data and very many fields are left out. */
  public static String of(Schema schema) {
    ShownNames shown = new ShownNames();
    return SchemaText.of(shown.schema(schema))
        + (shown.more > 0 ? ", and " + shown.more + " more" : "")
        + notShown(shown.hidden);
  }

  /** A message about a schema, without those of its names that look like data. */
  public static String in(String message, Schema schema) {
    String shown = message;
    for (String name : dataIn(schema)) {
      shown = pattern(name).matcher(shown).replaceAll(Matcher.quoteReplacement(HIDDEN));
    }
    return shown;
  }

  /**
   * A text of many lines about a schema, without the lines that have one of its names that look
   * like data.
   *
   * @param known what somebody has written: names in it are shown all the same
   */
  public static String inLines(String text, Schema schema, String known) {
    List<Pattern> names =
        dataIn(schema).stream()
            .filter(name -> !known.contains(name))
            .map(ShownNames::pattern)
            .toList();
    List<String> lines = new ArrayList<>();
    int left = 0;
    for (String line : text.split("\n", -1)) {
      if (names.stream().anyMatch(name -> name.matcher(line).find())) {
        left++;
      } else {
        lines.add(line);
      }
    }
    String shown = String.join("\n", lines);
    return left == 0 ? shown : shown + notShown(left).substring(2) + "\n";
  }

  private static String notShown(int hidden) {
    return hidden == 0
        ? ""
        : hidden == 1
            ? ", and 1 name that is not shown: it looks like data"
            : ", and " + hidden + " names that are not shown: they look like data";
  }

  private Schema schema(Schema schema) {
    Schema.Builder shown = Schema.builder();
    int count = 0;
    for (Schema.Field field : schema.getFields()) {
      if (!IDENTIFIER.matcher(field.getName()).matches()) {
        hidden++;
      } else if (count == MAX_FIELDS) {
        more++;
      } else {
        count++;
        shown.addField(field.getName(), type(field.getType()));
      }
    }
    return shown.build();
  }

  private FieldType type(FieldType type) {
    FieldType shown =
        switch (type.getTypeName()) {
          case ROW -> FieldType.row(schema(Objects.requireNonNull(type.getRowSchema())));
          case ARRAY ->
              FieldType.array(type(Objects.requireNonNull(type.getCollectionElementType())));
          case MAP ->
              FieldType.map(
                  Objects.requireNonNull(type.getMapKeyType()),
                  type(Objects.requireNonNull(type.getMapValueType())));
          default -> type;
        };
    return shown.withNullable(Boolean.TRUE.equals(type.getNullable()));
  }

  /** The longest first, since one may be in another. */
  private static List<String> dataIn(Schema schema) {
    Set<String> names = new LinkedHashSet<>();
    collect(schema, names);
    return names.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private static void collect(Schema schema, Set<String> names) {
    for (Schema.Field field : schema.getFields()) {
      String name = field.getName();
      if (name.length() >= SHORTEST && !IDENTIFIER.matcher(name).matches()) {
        names.add(name);
      }
      collect(field.getType(), names);
    }
  }

  private static void collect(FieldType type, Set<String> names) {
    Schema row = type.getRowSchema();
    FieldType element = type.getCollectionElementType();
    FieldType value = type.getMapValueType();
    if (row != null) {
      collect(row, names);
    }
    if (element != null) {
      collect(element, names);
    }
    if (value != null) {
      collect(value, names);
    }
  }

  private static Pattern pattern(String name) {
    return Pattern.compile("(?<![\\w@])" + Pattern.quote(name) + "(?![\\w@])");
  }
}
