package io.summerbeam.sdk.registry;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/** A schema as one version of a subject. */
@AutoValue
public abstract class SubjectVersion implements Serializable {

  private static final long serialVersionUID = 1;

  /** A version of a subject. */
  public static SubjectVersion of(String subject, int version, int id, RegistrySchema schema) {
    return new AutoValue_SubjectVersion(subject, version, id, schema);
  }

  /** The subject: {@code orders-value}. */
  public abstract String subject();

  /** The version in the subject, from 1. */
  public abstract int version();

  /** The schema's id, by which records name it. */
  public abstract int id();

  /** The schema. */
  public abstract RegistrySchema schema();
}
