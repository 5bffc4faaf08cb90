package io.summerbeam.sdk.schemafile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** A type with what is said of it. */
record Described(FieldType type, Map<String, Object> tags, @Nullable String description) {

  /** The same for another type around this one, or for this one with null. */
  Described with(FieldType other) {
    return new Described(other, tags, description);
  }

  /** With more that is said of it, which goes before. */
  Described and(Map<String, Object> moreTags, @Nullable String ownDescription) {
    Map<String, Object> all = new LinkedHashMap<>(tags);
    all.putAll(moreTags);
    return new Described(type, all, ownDescription == null ? description : ownDescription);
  }
}
