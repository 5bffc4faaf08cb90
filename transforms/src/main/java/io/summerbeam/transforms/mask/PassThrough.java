package io.summerbeam.transforms.mask;

import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.jspecify.annotations.Nullable;

/**
 * Logical types whose values are those of their base type, such as {@code VariableString}. They are
 * masked as the base type is, and what comes out must fit the rule that the logical type has: a
 * length, mostly.
 */
final class PassThrough {

  private PassThrough() {}

  /** The base type of such a type; any other type itself. */
  static FieldType base(FieldType type) {
    LogicalType<?, ?> logical = logical(type);
    return logical == null
        ? type
        : logical.getBaseType().withNullable(Boolean.TRUE.equals(type.getNullable()));
  }

  /**
   * Requires that the shortest value a rule gives fits the type.
   *
   * @throws IllegalArgumentException if all its values are too long
   */
  static void check(MaskRule rule, FieldType type) {
    LogicalType<Object, Object> logical = logical(type);
    if (logical == null) {
      return;
    }
    boolean bytes = logical.getBaseType().getTypeName() == TypeName.BYTES;
    int least = leastLength(rule, logical.getBaseType());
    if (least > 0 && fit(logical, bytes ? new byte[least] : "x".repeat(least)) == null) {
      throw new IllegalArgumentException(
          rule
              + ": masked values have "
              + least
              + (bytes ? " bytes" : " characters")
              + " or more, but the field is of type "
              + name(logical)
              + ", which does not take them. Make them shorter, if the technique can, or convert the"
              + " field to "
              + logical.getBaseType().getTypeName()
              + " before.");
    }
  }

  private static int leastLength(MaskRule rule, FieldType base) {
    return switch (base.getTypeName()) {
      case STRING, BYTES ->
          rule instanceof HashRule hash ? length(hash, base) : rule.leastLength(base);
      default -> 0;
    };
  }

  private static int length(HashRule hash, FieldType base) {
    Integer length = hash.length();
    if (length != null) {
      return length;
    }
    if (base.getTypeName() == TypeName.BYTES) {
      return HmacSha256.BYTES;
    }
    return hash.base64Url() ? 43 : 2 * HmacSha256.BYTES;
  }

  /** Lets through what fits the type, which is all if it is not such a type. */
  static ValueMask fitting(ValueMask mask, MaskRule rule, FieldType type) {
    LogicalType<Object, Object> logical = logical(type);
    if (logical == null) {
      return mask;
    }
    boolean mustStay = rule.protection().reversible();
    return (value, record) -> {
      Object masked = mask.apply(value, record);
      if (masked == null || masked == value) {
        return masked;
      }
      Object fit = fit(logical, masked);
      if (fit == null || (mustStay && !Objects.deepEquals(fit, masked))) {
        throw new MaskException(
            "the masked value must fit the type " + name(logical) + ", but does not");
      }
      return fit;
    };
  }

  /** The value as the type has it, with blanks behind it, say; null if it does not fit. */
  private static @Nullable Object fit(LogicalType<Object, Object> logical, Object value) {
    try {
      Object fit = logical.toInputType(value);
      Object unused = logical.toBaseType(fit);
      return fit;
    } catch (RuntimeException e) {
      // What it says may quote the value.
      return null;
    }
  }

  // Beam gives the types of a logical type's values only to who knows it.
  @SuppressWarnings("unchecked")
  private static @Nullable LogicalType<Object, Object> logical(FieldType type) {
    return type.getLogicalType() instanceof PassThroughLogicalType
        ? (LogicalType<Object, Object>) type.getLogicalType()
        : null;
  }

  private static String name(LogicalType<?, ?> logical) {
    Object argument = logical.getArgument();
    return argument instanceof Number || argument instanceof String
        ? logical.getIdentifier() + "(" + argument + ")"
        : logical.getIdentifier();
  }
}
