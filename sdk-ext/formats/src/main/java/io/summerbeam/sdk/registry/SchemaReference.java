package io.summerbeam.sdk.registry;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/** Another schema that a schema needs to be read: an Avro name, the path of an import. */
@AutoValue
public abstract class SchemaReference implements Serializable {

  private static final long serialVersionUID = 1;

  /** A reference with what it leads to. */
  public static SchemaReference of(String name, String subject, int version, String text) {
    return new AutoValue_SchemaReference(name, subject, version, text);
  }

  /** What the schema calls it. */
  public abstract String name();

  /** The subject it is kept under. */
  public abstract String subject();

  /** Its version there. */
  public abstract int version();

  /** The schema that is referred to. */
  public abstract String text();
}
