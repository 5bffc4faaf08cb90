package io.summerbeam.sdk.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message's descriptor.
 *
 * @param name with its package
 * @param isMapEntry whether it is what a map field is made of
 * @param indexes its place among the messages of its file, and inside of those it is nested in
 */
record ProtoMessage(
    String name, List<ProtoField> fields, boolean isMapEntry, List<Integer> indexes) {

  @Nullable ProtoField field(String fieldName) {
    for (ProtoField field : fields) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    return null;
  }
}
