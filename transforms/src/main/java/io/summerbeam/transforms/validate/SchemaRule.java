package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.schema.SchemaText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * Records conform to a schema. Of what that means, names and types of fields are those of all
 * records, and are compared when the rule is bound; what is left for each record is {@link
 * Conformity}.
 */
record SchemaRule(Schema expected) implements RowRule {

  @Override
  public String text() {
    return "conforms to " + SchemaText.of(expected);
  }

  @Override
  public RowCheck bind(Schema input, String where) {
    List<String> problems = new ArrayList<>();
    List<String> expectedNames = Fields.namesOf(expected);
    List<String> names = Fields.namesOf(input);
    for (String name : expectedNames) {
      FieldType type = expected.getField(name).getType();
      if (!names.contains(name)) {
        problems.add("'" + name + "' is missing");
      } else if (!sameButForNull(type, input.getField(name).getType())) {
        problems.add(
            "'"
                + text(input.getField(name))
                + "' should be '"
                + text(expected.getField(name))
                + "'");
      }
    }
    for (String name : names) {
      if (!expectedNames.contains(name)) {
        problems.add(
            "'"
                + name
                + "' is not expected"
                + NearestName.to(name, expectedNames)
                    .map(nearest -> " (did you mean '" + nearest + "'?)")
                    .orElse(""));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          where
              + ": the input's schema does not conform: "
              + String.join("; ", problems)
              + ". The input is: "
              + SchemaText.of(input));
    }
    return Conformity.of(input, Fields.visible(expected));
  }

  private static boolean sameButForNull(FieldType one, FieldType other) {
    if (one.getTypeName() != other.getTypeName()) {
      return false;
    }
    return switch (one.getTypeName()) {
      case ROW ->
          sameFields(
              Objects.requireNonNull(one.getRowSchema()),
              Objects.requireNonNull(other.getRowSchema()));
      case ARRAY, ITERABLE ->
          sameButForNull(
              Objects.requireNonNull(one.getCollectionElementType()),
              Objects.requireNonNull(other.getCollectionElementType()));
      case MAP ->
          sameButForNull(
                  Objects.requireNonNull(one.getMapKeyType()),
                  Objects.requireNonNull(other.getMapKeyType()))
              && sameButForNull(
                  Objects.requireNonNull(one.getMapValueType()),
                  Objects.requireNonNull(other.getMapValueType()));
      case LOGICAL_TYPE -> {
        LogicalType<?, ?> logical = Objects.requireNonNull(one.getLogicalType());
        LogicalType<?, ?> otherLogical = Objects.requireNonNull(other.getLogicalType());
        yield logical.getIdentifier().equals(otherLogical.getIdentifier())
            && Objects.equals(argument(logical), argument(otherLogical));
      }
      default -> true;
    };
  }

  private static boolean sameFields(Schema one, Schema other) {
    return Set.copyOf(one.getFieldNames()).equals(Set.copyOf(other.getFieldNames()))
        && one.getFields().stream()
            .allMatch(
                field ->
                    sameButForNull(field.getType(), other.getField(field.getName()).getType()));
  }

  private static @Nullable Object argument(LogicalType<?, ?> logical) {
    return logical.getArgumentType() == null ? null : logical.getArgument();
  }

  private static String text(Field field) {
    return SchemaText.of(Schema.of(field));
  }
}
