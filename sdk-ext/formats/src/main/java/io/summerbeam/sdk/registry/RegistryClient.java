package io.summerbeam.sdk.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A {@link RestRegistry} on a worker: one for all formats of the JVM that ask the same one. */
final class RegistryClient {

  /** How many schemas one may refer to, all of them together. */
  static final int MAX_REFERENCES = 100;

  // Of registries that differ in anything. A job asks one or two.
  private static final int MAX_CLIENTS = 32;
  private static final int OLDER = 16;

  private static final Map<RestRegistry, RegistryClient> CLIENTS =
      new LinkedHashMap<>(OLDER, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RestRegistry, RegistryClient> eldest) {
          return size() > MAX_CLIENTS;
        }
      };

  private record Registered(String subject, RegistrySchema schema) {}

  private record VersionOf(String subject, int version) {}

  /** What an id leads to: a schema, or why it cannot be used; or nothing. */
  private record Found(
      @Nullable RegistrySchema schema, @Nullable UnusableSchemaException unusable) {}

  private final RegistryCalls calls;
  private final RegistryCache<Integer, Found> schemas;
  private final RegistryCache<Registered, OptionalInt> ids;
  private final RegistryCache<Registered, Integer> registered;

  RegistryClient(RestRegistry registry, LongSupplier nanoTime) {
    this.calls = new RegistryCalls(registry);
    // What is not there now, or cannot be used, may be there later.
    this.schemas = new RegistryCache<>(found -> found.schema() != null, nanoTime);
    this.ids = new RegistryCache<>(OptionalInt::isPresent, nanoTime);
    this.registered = new RegistryCache<>(id -> true, nanoTime);
  }

  static RegistryClient of(RestRegistry registry) {
    synchronized (CLIENTS) {
      RegistryClient client = CLIENTS.get(registry);
      if (client == null) {
        client = new RegistryClient(registry, System::nanoTime);
        CLIENTS.put(registry, client);
      }
      return client;
    }
  }

  Optional<RegistrySchema> schema(int id) throws RegistryException {
    Found found = schemas.get(id, () -> find(id));
    UnusableSchemaException why = found.unusable();
    if (why != null) {
      throw new UnusableSchemaException(String.valueOf(why.getMessage()), why.isRetryable(), why);
    }
    return Optional.ofNullable(found.schema());
  }

  private Found find(int id) throws RegistryException {
    try {
      Optional<RegistryAnswer> answer = calls.ask("/schemas/ids/" + id, null);
      return new Found(answer.isPresent() ? resolved(answer.get()) : null, null);
    } catch (UnusableSchemaException e) {
      // To be kept as any answer: it may have cost 4 MiB, and each record of the id wants it.
      return new Found(null, e);
    }
  }

  OptionalInt id(String subject, RegistrySchema schema) throws RegistryException {
    return ids.get(
        new Registered(subject, schema),
        () -> {
          Optional<RegistryAnswer> answer =
              calls.ask("/subjects/" + inPath(subject), RegistryAnswer.write(schema));
          return answer.isPresent() ? OptionalInt.of(answer.get().id()) : OptionalInt.empty();
        });
  }

  int register(String subject, RegistrySchema schema) throws RegistryException {
    return registered.get(
        new Registered(subject, schema),
        () ->
            calls
                .ask("/subjects/" + inPath(subject) + "/versions", RegistryAnswer.write(schema))
                .orElseThrow(
                    () ->
                        new RegistryException(
                            "RestRegistry: there is no subject '"
                                + subject
                                + "', and the registry makes none.",
                            null))
                .id());
  }

  Optional<SubjectVersion> latest(String subject) throws RegistryException {
    Optional<RegistryAnswer> found = version(subject, "latest");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    RegistryAnswer answer = found.get();
    return Optional.of(
        SubjectVersion.of(
            answer.subject(subject), answer.version(), answer.id(), resolved(answer)));
  }

  private Optional<RegistryAnswer> version(String subject, String version)
      throws RegistryException {
    return calls.ask("/subjects/" + inPath(subject) + "/versions/" + version, null);
  }

  private RegistrySchema resolved(RegistryAnswer answer) throws RegistryException {
    Map<VersionOf, SchemaReference> found = new LinkedHashMap<>();
    Set<VersionOf> seen = new HashSet<>();
    resolve(answer, found, seen);
    return RegistrySchema.of(answer.kind(), answer.schema())
        .withReferences(List.copyOf(found.values()));
  }

  private void resolve(
      RegistryAnswer answer, Map<VersionOf, SchemaReference> found, Set<VersionOf> seen)
      throws RegistryException {
    for (RegistryAnswer.Reference each : answer.references()) {
      VersionOf place = new VersionOf(each.subject(), each.version());
      if (!seen.add(place)) {
        continue;
      }
      if (seen.size() > MAX_REFERENCES) {
        throw new UnusableSchemaException(
            "RestRegistry: a schema refers to more than " + MAX_REFERENCES + " others.",
            false,
            null);
      }
      RegistryAnswer other =
          version(each.subject(), String.valueOf(each.version()))
              .orElseThrow(
                  () ->
                      new UnusableSchemaException(
                          "RestRegistry: a schema refers to version "
                              + each.version()
                              + " of the subject '"
                              + each.subject()
                              + "', which is not there.",
                          true,
                          null));
      resolve(other, found, seen);
      found.put(
          place, SchemaReference.of(each.name(), each.subject(), each.version(), other.schema()));
    }
  }

  private static String inPath(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
