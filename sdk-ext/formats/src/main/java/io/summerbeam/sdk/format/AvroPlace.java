package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroMismatchException.the;

import org.jspecify.annotations.Nullable;

/** A place of a writer's schema: a field, the elements of an array. Its value may be null. */
final class AvroPlace {

  private final AvroWriter writer;
  // Of the union, where it is one; -1 where there is no such branch.
  private final int nullBranch;
  private final int valueBranch;
  private final String path;

  AvroPlace(AvroWriter writer, int nullBranch, int valueBranch, String path) {
    this.writer = writer;
    this.nullBranch = nullBranch;
    this.valueBranch = valueBranch;
    this.path = path;
  }

  void write(@Nullable Object value, AvroOutput out) throws UnwritableException {
    if (value == null) {
      if (nullBranch < 0) {
        throw new UnwritableException(
            the(path) + " is null, which the writer's schema does not allow", null);
      }
      out.writeLong(nullBranch);
      return;
    }
    if (valueBranch >= 0) {
      out.writeLong(valueBranch);
    }
    writer.write(value, out);
  }
}
