package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import java.util.HashSet;
import java.util.Set;

/** Looks whether a registry knows the ids of records; each that it knows is asked for once. */
final class RegistryIds {

  /** How many ids are kept; beyond it all are forgotten. */
  private static final int MAX_IDS = 1_000;

  private final RegistryWire wire;
  private final SchemaKind kind;
  private final Set<Integer> known = new HashSet<>();
  // That of the record before, which most often is that of this one.
  private int last;
  private boolean hasLast;

  RegistryIds(RegistryWire wire, SchemaKind kind) {
    this.wire = wire;
    this.kind = kind;
  }

  /**
   * @throws MalformedException if the registry has no schema of this id, or one in another language
   * @throws UnavailableException if it does not answer
   */
  void requireKnown(int id) throws MalformedException {
    if (hasLast && id == last) {
      return;
    }
    if (!known.contains(id)) {
      RegistrySchema unused = wire.schema(id, kind);
      if (known.size() >= MAX_IDS) {
        known.clear();
      }
      known.add(id);
    }
    last = id;
    hasLast = true;
  }
}
