package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.schema.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
  interface Visitor {

    /**
     * Sees a field, before those in it.
     *
     * @param path the way to its values: {@code items[*].card}; null if none can be written
     * @param name as in {@code path}, but readable if there is none
     * @param tags those it has
     * @return whether those in it are to be seen, too
     */
    boolean visit(@Nullable String path, String name, List<Tag> tags);
  }

  /** An option of a field that is one of the policy's tags. */
  record Tag(String name, String value) {}

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

  private void fields(Schema schema, @Nullable String path, String name) {
    for (Schema.Field field : schema.getFields()) {
      String segment = segment(field.getName());
      String suffix = suffix(field.getType());
      String fieldPath = path == null || segment == null ? null : path + segment + suffix;
      String fieldName = name + (segment == null ? field.getName() : segment) + suffix;
      Schema nested = content(field.getType()).getRowSchema();
      if (visitor.visit(fieldPath, fieldName, tags(field)) && nested != null) {
        fields(nested, fieldPath == null ? null : fieldPath + ".", fieldName + ".");
      }
    }
  }

  private List<Tag> tags(Schema.Field field) {
    List<Tag> tags = new ArrayList<>();
    for (String name : tagNames) {
      if (field.getOptions().hasOption(name)) {
        Object option = field.getOptions().getValue(name);
        // Whoever has several says so in a list.
        for (Object each : option instanceof Collection<?> several ? several : listOf(option)) {
          tags.add(new Tag(name, String.valueOf(each)));
        }
      }
    }
    return tags;
  }

  private static List<Object> listOf(@Nullable Object option) {
    return option == null ? List.of() : List.of(option);
  }

  /** A name as it stands in a path; null where backticks are in it, which a path cannot say. */
  private static @Nullable String segment(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    return name.isEmpty() || name.contains("`") ? null : "`" + name + "`";
  }

  private static String suffix(FieldType type) {
    StringBuilder suffix = new StringBuilder();
    FieldType inner = type;
    while (true) {
      if (inner.getCollectionElementType() != null) {
        suffix.append("[*]");
        inner = Objects.requireNonNull(inner.getCollectionElementType());
      } else if (inner.getMapValueType() != null) {
        suffix.append("{*}");
        inner = Objects.requireNonNull(inner.getMapValueType());
      } else {
        return suffix.toString();
      }
    }
  }

  private static FieldType content(FieldType type) {
    FieldType inner = type;
    while (true) {
      if (inner.getCollectionElementType() != null) {
        inner = Objects.requireNonNull(inner.getCollectionElementType());
      } else if (inner.getMapValueType() != null) {
        inner = Objects.requireNonNull(inner.getMapValueType());
      } else {
        return inner;
      }
    }
  }
}
