package io.summerbeam.sdk.registry;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.List;

/** A schema as a registry keeps it, with all that it refers to. */
@AutoValue
public abstract class RegistrySchema implements Serializable {

  private static final long serialVersionUID = 1;

  /** A schema that refers to no other. */
  public static RegistrySchema of(SchemaKind kind, String text) {
    return new AutoValue_RegistrySchema(kind, text, List.of());
  }

  /** The same with the schemas it refers to; see {@link #references}. */
  public RegistrySchema withReferences(List<SchemaReference> references) {
    return new AutoValue_RegistrySchema(kind(), text(), List.copyOf(references));
  }

  /** The language. */
  public abstract SchemaKind kind();

  /** The schema. */
  public abstract String text();

  /**
   * The schemas it refers to, and those that they refer to; each stands behind what it needs
   * itself, so that they can be read one after the other.
   */
  public abstract List<SchemaReference> references();
}
