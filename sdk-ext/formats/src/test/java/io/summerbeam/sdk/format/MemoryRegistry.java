package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.RegistryException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaRegistry;
import io.summerbeam.sdk.registry.SubjectVersion;
import io.summerbeam.sdk.registry.UnusableSchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A registry in the test. Its ids begin at 100. */
public final class MemoryRegistry implements SchemaRegistry {

  private static final long serialVersionUID = 1;

  private final List<SubjectVersion> all = new ArrayList<>();

  /** How often it was asked anything. */
  int asked;

  /** Whether it does not answer. */
  boolean silent;

  /** What is wrong with each schema that it has; null where nothing is. */
  UnusableSchemaException unusable;

  public int add(String subject, RegistrySchema schema) {
    for (SubjectVersion each : all) {
      if (each.subject().equals(subject) && each.schema().equals(schema)) {
        return each.id();
      }
    }
    int id = 100 + all.size();
    all.add(SubjectVersion.of(subject, 1, id, schema));
    return id;
  }

  List<SubjectVersion> all() {
    return all;
  }

  private void answer() throws RegistryException {
    asked++;
    if (silent) {
      throw new RegistryException("the registry is silent", null);
    }
  }

  @Override
  public Optional<RegistrySchema> schema(int id) throws RegistryException {
    answer();
    if (unusable != null) {
      throw unusable;
    }
    return all.stream().filter(each -> each.id() == id).map(SubjectVersion::schema).findFirst();
  }

  @Override
  public OptionalInt id(String subject, RegistrySchema schema) throws RegistryException {
    answer();
    return all.stream()
        .filter(each -> each.subject().equals(subject) && each.schema().equals(schema))
        .mapToInt(SubjectVersion::id)
        .findFirst();
  }

  @Override
  public int register(String subject, RegistrySchema schema) throws RegistryException {
    answer();
    return add(subject, schema);
  }

  @Override
  public Optional<SubjectVersion> latest(String subject) throws RegistryException {
    answer();
    return all.stream().filter(each -> each.subject().equals(subject)).reduce((a, b) -> b);
  }
}
