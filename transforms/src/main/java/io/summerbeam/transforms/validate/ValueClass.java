package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.schemas.FieldTypeDescriptors;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The Java class of a field's values in a Row. */
final class ValueClass {

  private ValueClass() {}

  static Class<?> of(FieldType type) {
    LogicalType<?, ?> logical = type.getLogicalType();
    if (logical == null) {
      return FieldTypeDescriptors.javaTypeForFieldType(type).getRawType();
    }
    // Beam's answer for a logical type is what it is encoded as. A Row holds what it stands for.
    TypeDescriptor<?> input =
        TypeDescriptor.of(logical.getClass()).resolveType(LogicalType.class.getTypeParameters()[0]);
    boolean unknown = input.hasUnresolvedParameters();
    return unknown && logical instanceof PassThroughLogicalType
        ? of(logical.getBaseType())
        : input.getRawType();
  }
}
