package io.summerbeam.sdk.registry;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the schemas of records are kept. It travels with the pipeline and is asked on the workers,
 * by many threads at once; what does not change it remembers there itself: a schema is asked for
 * with each record.
 *
 * <p>{@link RestRegistry} is the one for the usual registries. One of your own (files, a table) has
 * to implement what it can; what it cannot do it refuses with a {@link RegistryException}.
 */
public interface SchemaRegistry extends Serializable {

  /**
   * The schema of an id; nothing where the registry says for certain that it has none.
   *
   * @throws UnusableSchemaException if it answers, but what it has of this id cannot be used: the
   *     fault of the records that name it, and of no others
   * @throws RegistryException if it does not answer, or its answer is none
   */
  Optional<RegistrySchema> schema(int id) throws RegistryException;

  /**
   * The id of a schema in a subject; nothing where it was not registered there.
   *
   * @throws RegistryException if it does not answer, or its answer is none
   */
  OptionalInt id(String subject, RegistrySchema schema) throws RegistryException;

  /**
   * The id of a schema in a subject, where it is registered if it was not.
   *
   * @throws RegistryException if it does not answer, its answer is none, or it refuses the schema
   */
  int register(String subject, RegistrySchema schema) throws RegistryException;

  /**
   * The latest version of a subject, as it is now; nothing where there is no such subject.
   *
   * @throws RegistryException if it does not answer, or its answer is none
   */
  Optional<SubjectVersion> latest(String subject) throws RegistryException;
}
