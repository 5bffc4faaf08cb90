package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/** Reads a union: null, or one of the forms of a value that all are of the Row's type. */
final class AvroUnionReader implements AvroReader {

  // Null for the branch that is null.
  private final @Nullable AvroReader[] branches;
  private final boolean nullable;
  private final String path;

  AvroUnionReader(@Nullable AvroReader[] branches, boolean nullable, String path) {
    this.branches = branches;
    this.nullable = nullable;
    this.path = path;
  }

  @Override
  public @Nullable Object read(AvroInput in) throws MalformedException {
    AvroReader branch = branches[in.readIndex(branches.length)];
    if (branch != null) {
      return branch.read(in);
    }
    if (!nullable) {
      throw new MalformedException("field '" + path + "' must not be null, but is");
    }
    return null;
  }
}
