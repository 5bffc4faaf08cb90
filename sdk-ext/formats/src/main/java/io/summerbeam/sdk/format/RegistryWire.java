package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.RegistryException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaRegistry;
import io.summerbeam.sdk.registry.UnusableSchemaException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of registries: a zero, the four bytes of a schema's id, the record.
 *
 * @param subject under which schemas are written; null as long as it is not known
 * @param registers whether a schema that is not there is registered
 */
record RegistryWire(SchemaRegistry registry, @Nullable String subject, boolean registers)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** How many bytes stand before the record. */
  static final int HEADER_BYTES = 5;

  static RegistryWire of(SchemaRegistry registry) {
    return new RegistryWire(registry, null, true);
  }

  /** With the subject of a topic's values, unless one was given. */
  RegistryWire forTopic(String topic) {
    return subject == null ? withSubject(subjectOf(topic)) : this;
  }

  /** The subject of a topic's values. */
  static String subjectOf(String topic) {
    return topic + "-value";
  }

  RegistryWire withSubject(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("withSubject() must not be empty.");
    }
    return new RegistryWire(registry, name, registers);
  }

  RegistryWire withoutRegistering() {
    return new RegistryWire(registry, subject, false);
  }

  /** The id of a record's schema. */
  static int readId(byte[] record) throws MalformedException {
    if (record.length < HEADER_BYTES) {
      throw new MalformedException(
          "the record must start with a registry's header of "
              + HEADER_BYTES
              + " bytes, but has "
              + record.length);
    }
    if (record[0] != 0) {
      throw new MalformedException(
          "the record must start with a registry's header, which begins with 0, but begins with "
              + (record[0] & 0xFF));
    }
    return ByteBuffer.wrap(record).getInt(1);
  }

  /**
   * The schema of a record.
   *
   * @throws MalformedException if the registry has none of this id, or one in another language, or
   *     one that cannot be used
   * @throws UnavailableException if it does not answer
   */
  RegistrySchema schema(int id, SchemaKind kind) throws MalformedException {
    Optional<RegistrySchema> found;
    try {
      found = registry.schema(id);
    } catch (UnusableSchemaException e) {
      String message = "the schema of the id " + id + " cannot be used: " + e.getMessage();
      throw e.isRetryable()
          ? MalformedException.withoutSchema(message)
          : new MalformedException(message);
    } catch (RegistryException e) {
      throw unavailable(e);
    }
    if (found.isEmpty()) {
      // What was registered at one server of a registry comes to the others a little later.
      throw MalformedException.withoutSchema("the registry has no schema of the id " + id);
    }
    if (found.get().kind() != kind) {
      throw new MalformedException(
          "the schema of the id "
              + id
              + " must be "
              + kind
              + ", but is "
              + found.get().kind()
              + " in the registry");
    }
    return found.get();
  }

  /**
   * Checks that a schema can be written.
   *
   * @throws IllegalArgumentException if there is no subject for it
   */
  void checkSubject() {
    requiredSubject();
  }

  /**
   * The header of records of a schema; the registry is asked for its id.
   *
   * @throws UnavailableException if it does not answer, or has no such schema and does not take it
   */
  byte[] header(RegistrySchema schema) {
    return ByteBuffer.allocate(HEADER_BYTES).putInt(1, id(schema)).array();
  }

  private int id(RegistrySchema schema) {
    String under = requiredSubject();
    try {
      if (registers) {
        return registry.register(under, schema);
      }
      OptionalInt id = registry.id(under, schema);
      if (id.isPresent()) {
        return id.getAsInt();
      }
    } catch (RegistryException e) {
      throw unavailable(e);
    }
    throw new UnavailableException(
        "The schema of the records is not registered under the subject '"
            + under
            + "'. Register it, or leave out withoutRegistering().",
        null);
  }

  private String requiredSubject() {
    if (subject == null) {
      throw new IllegalArgumentException(
          "A format with a registry must know under which subject its schema is registered: say"
              + " withSubject(), or forTopic().");
    }
    return subject;
  }

  private static UnavailableException unavailable(RegistryException e) {
    return new UnavailableException(String.valueOf(e.getMessage()), e);
  }
}
