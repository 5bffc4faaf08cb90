package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/** How values are checked by a JSON Schema, whose times may be finer than those of Rows. */
final class JsonSchemaRules extends JsonRules {

  /**
   * @param refusesUnknown whether a key that the schema does not name is a problem
   * @param refusesMissing whether it is one that a nullable field's key is absent
   */
  JsonSchemaRules(boolean refusesUnknown, boolean refusesMissing) {
    super(refusesUnknown, refusesMissing);
  }

  @Override
  JsonValue scalar(FieldType type, String path) {
    return type.getTypeName() == TypeName.DATETIME
        ? new JsonSchemaTime(type, path)
        : super.scalar(type, path);
  }
}
