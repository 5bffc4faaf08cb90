package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema.FieldType;

/** What the schema does not say about how objects and values are read. */
class JsonRules {

  private final boolean refusesUnknown;
  private final boolean refusesMissing;

  /**
   * @param refusesUnknown whether a key that the schema does not name is a problem
   * @param refusesMissing whether it is one that a nullable field's key is absent
   */
  JsonRules(boolean refusesUnknown, boolean refusesMissing) {
    this.refusesUnknown = refusesUnknown;
    this.refusesMissing = refusesMissing;
  }

  final boolean refusesUnknown() {
    return refusesUnknown;
  }

  final boolean refusesMissing() {
    return refusesMissing;
  }

  /** The reader of a field that is neither a row nor a collection, null included. */
  JsonValue scalar(FieldType type, String path) {
    FieldRule rule = new FieldRule(type, path);
    return JsonValue.checked(type, rule, new JsonScalar(type, rule));
  }
}
