package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of a schema, at any depth, and reads the tags in their options: {@code pii:
 * email}. The tag of an array or a map is one of what is in it.
 */
final class TaggedFields {

  /** What is in a field. */
  enum Inside {
    /** No other fields. */
    NOTHING,
    /** The fields of a row. */
    ROW,
    /** Fields that no path leads to: those of the row that a logical type is made of. */
    LOGICAL_TYPE
  }

  /**
   * A field as it was met.
   *
   * @param path the way to its values: {@code items[*].card}; null if none can be written
   * @param name as the path, but there is always one
   * @param sealedIn the field of a logical type that it is inside of; null if it is not
   * @param tags those it has
   * @param unreadable the names of options that are the policy's tags, and whose values are none
   */
  record Field(
      @Nullable String path,
      String name,
      Inside inside,
      @Nullable String sealedIn,
      List<Tag> tags,
      List<String> unreadable) {

    /** Whether it is inside of a logical type. */
    boolean isSealed() {
      return sealedIn != null;
    }
  }

  /** Is told of each field. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Sees a field, before those in it.
     *
     * @return whether the fields in it are to be seen, too
     */
    boolean visit(Field field);
  }

  /** An option of a field that is one of the policy's tags. */
  record Tag(String name, String value) {

    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private final Collection<String> tagNames;
  private final Visitor visitor;

  private TaggedFields(Collection<String> tagNames, Visitor visitor) {
    this.tagNames = tagNames;
    this.visitor = visitor;
  }

  /** Shows all fields of a schema, but its provenance, to a visitor. */
  static void walk(Schema schema, Collection<String> tagNames, Visitor visitor) {
    new TaggedFields(tagNames, visitor).fields(Fields.visible(schema), "", "", null);
  }

  /** Whether any field has one of the tags. */
  static boolean hasAny(Schema schema, Collection<String> tagNames) {
    boolean[] any = {false};
    walk(
        schema,
        tagNames,
        field -> {
          any[0] |= !field.tags().isEmpty() || !field.unreadable().isEmpty();
          return !any[0];
        });
    return any[0];
  }

  private void fields(
      Schema schema, @Nullable String path, String name, @Nullable String sealedIn) {
    for (Schema.Field field : schema.getFields()) {
      StringBuilder suffix = new StringBuilder();
      FieldType content = content(field.getType(), suffix);
      Schema row = content.getRowSchema();
      Schema logical = row == null ? rowOf(content) : null;
      String segment = segment(field.getName());
      String fieldPath = path == null || segment == null ? null : path + segment + suffix;
      String fieldName = name + (segment == null ? field.getName() : segment) + suffix;
      List<String> unreadable = new ArrayList<>();
      boolean enter =
          visitor.visit(
              new Field(
                  fieldPath,
                  fieldName,
                  row != null ? Inside.ROW : logical != null ? Inside.LOGICAL_TYPE : Inside.NOTHING,
                  sealedIn,
                  tags(field, unreadable),
                  unreadable));
      if (enter && row != null) {
        fields(row, fieldPath == null ? null : fieldPath + ".", fieldName + ".", sealedIn);
      } else if (enter && logical != null) {
        fields(logical, null, fieldName + ".", sealedIn == null ? fieldName : sealedIn);
      }
    }
  }

  /** The row that a logical type is made of, such as a choice of several types. */
  private static @Nullable Schema rowOf(FieldType type) {
    Schema.LogicalType<?, ?> logical = type.getLogicalType();
    if (logical == null) {
      return null;
    }
    FieldType base = content(logical.getBaseType(), new StringBuilder());
    Schema row = base.getRowSchema();
    return row == null ? rowOf(base) : row;
  }

  private List<Tag> tags(Schema.Field field, List<String> unreadable) {
    List<Tag> tags = new ArrayList<>();
    for (String name : tagNames) {
      if (field.getOptions().hasOption(name)) {
        Object option = field.getOptions().getValue(name);
        if (!isReadable(option)) {
          unreadable.add(name);
          continue;
        }
        for (Object value : values(option)) {
          tags.add(new Tag(name, String.valueOf(value)));
        }
      }
    }
    return tags;
  }

  private static boolean isReadable(@Nullable Object option) {
    return option instanceof Collection<?> several
        ? !several.isEmpty() && several.stream().allMatch(TaggedFields::isPlain)
        : option == null || isPlain(option);
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String || value instanceof Boolean || value instanceof Number;
  }

  /** Whoever has several values says so in a list; false is said of what is not so. */
  private static Collection<?> values(@Nullable Object option) {
    if (option == null || option.equals(false)) {
      return List.of();
    }
    return option instanceof Collection<?> several ? several : List.of(option);
  }

  /** A name as it stands in a path; null if it cannot. */
  private static @Nullable String segment(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    return name.isEmpty() || name.contains("`") ? null : "`" + name + "`";
  }

  /** What is in arrays and maps, and the way there. */
  private static FieldType content(FieldType type, StringBuilder way) {
    FieldType element = type.getCollectionElementType();
    if (element != null) {
      return content(element, way.append("[*]"));
    }
    FieldType value = type.getMapValueType();
    return value == null ? type : content(value, way.append("{*}"));
  }
}
