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

  /** Is told of each field. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Sees a field, before those in it.
     *
     * @param path the way to its values: {@code items[*].card}; null if none can be written
     * @param name as the path, but there is always one
     * @param isRow whether there are fields in it
     * @param tags those it has
     * @return whether the fields in it are to be seen, too
     */
    boolean visit(@Nullable String path, String name, boolean isRow, List<Tag> tags);
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
    new TaggedFields(tagNames, visitor).fields(Fields.visible(schema), "", "");
  }

  /** Whether any field has one of the tags. */
  static boolean hasAny(Schema schema, Collection<String> tagNames) {
    boolean[] any = {false};
    walk(
        schema,
        tagNames,
        (path, name, isRow, tags) -> {
          any[0] |= !tags.isEmpty();
          return !any[0];
        });
    return any[0];
  }

  private void fields(Schema schema, @Nullable String path, String name) {
    for (Schema.Field field : schema.getFields()) {
      StringBuilder suffix = new StringBuilder();
      Schema nested = content(field.getType(), suffix).getRowSchema();
      String segment = segment(field.getName());
      String fieldPath = path == null || segment == null ? null : path + segment + suffix;
      String fieldName = name + (segment == null ? field.getName() : segment) + suffix;
      boolean enter = visitor.visit(fieldPath, fieldName, nested != null, tags(field));
      if (enter && nested != null) {
        fields(nested, fieldPath == null ? null : fieldPath + ".", fieldName + ".");
      }
    }
  }

  private List<Tag> tags(Schema.Field field) {
    List<Tag> tags = new ArrayList<>();
    for (String name : tagNames) {
      if (field.getOptions().hasOption(name)) {
        for (Object value : values(field.getOptions().getValue(name))) {
          tags.add(new Tag(name, String.valueOf(value)));
        }
      }
    }
    return tags;
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
