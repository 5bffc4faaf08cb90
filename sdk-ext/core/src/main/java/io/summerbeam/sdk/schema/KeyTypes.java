package io.summerbeam.sdk.schema;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Which types can be keys. What matters is looked for at any depth: in rows, in arrays, and in what
 * a logical type is made of.
 */
public final class KeyTypes {

  // 1.0 and 1.00 are one number in two forms, and so are 0.0 and -0.0; a map has no order.
  private static final Set<TypeName> MANY_FORMS =
      EnumSet.of(TypeName.FLOAT, TypeName.DOUBLE, TypeName.DECIMAL, TypeName.MAP);

  // What a logical type makes of a row has equals of its own; what it makes of bytes are bytes.
  private static final Set<TypeName> NO_LOGICAL_SCALAR = with(MANY_FORMS, TypeName.BYTES);

  private static final Set<TypeName> NO_SCALAR =
      with(NO_LOGICAL_SCALAR, TypeName.ARRAY, TypeName.ITERABLE, TypeName.ROW);

  private KeyTypes() {}

  /**
   * Requires that equal values of a type are equal as bytes, which is how Beam compares keys: no
   * floating point, decimal or map.
   *
   * @param name the key's field
   * @param where what asked for the key, first word of the message: {@code Aggregate.by()}
   * @throws IllegalArgumentException if they may not be
   */
  public static void requireOneForm(FieldType type, String name, String where) {
    require(
        find(type, MANY_FORMS, MANY_FORMS),
        type,
        name,
        where
            + ": a key must be of a type in which equal values have one form (no floating point,"
            + " decimal or map)");
  }

  /**
   * Requires that equal values of a type are equal as objects, too, which is how a map in memory
   * compares keys: as {@link #requireOneForm}, and no bytes; nor rows and arrays, but for logical
   * types that are made of them.
   *
   * @param name the key's field
   * @param where what asked for the key, first word of the message: {@code Enrich.on()}
   * @throws IllegalArgumentException if they may not be
   */
  public static void requireScalar(FieldType type, String name, String where) {
    require(
        find(type, NO_SCALAR, NO_LOGICAL_SCALAR),
        type,
        name,
        where
            + ": a key must be of a type whose values are equal or not (no floating point,"
            + " decimal, bytes, array, map or row)");
  }

  private static void require(Optional<TypeName> found, FieldType type, String name, String rule) {
    found.ifPresent(
        culprit -> {
          throw new IllegalArgumentException(
              rule
                  + ", but '"
                  + name
                  + (culprit == type.getTypeName() ? "' is " : "' contains ")
                  + culprit
                  + ". Convert it before.");
        });
  }

  private static Optional<TypeName> find(
      FieldType type, Set<TypeName> refused, Set<TypeName> refusedInLogical) {
    TypeName name = type.getTypeName();
    if (refused.contains(name)) {
      return Optional.of(name);
    }
    return switch (name) {
      case ARRAY, ITERABLE ->
          find(Objects.requireNonNull(type.getCollectionElementType()), refused, refusedInLogical);
      case ROW ->
          Objects.requireNonNull(type.getRowSchema()).getFields().stream()
              .flatMap(field -> find(field.getType(), refused, refusedInLogical).stream())
              .findFirst();
      case LOGICAL_TYPE ->
          find(
              Objects.requireNonNull(type.getLogicalType()).getBaseType(),
              refusedInLogical,
              refusedInLogical);
      default -> Optional.empty();
    };
  }

  private static Set<TypeName> with(Set<TypeName> types, TypeName... more) {
    Set<TypeName> all = EnumSet.copyOf(types);
    all.addAll(Set.of(more));
    return all;
  }
}
