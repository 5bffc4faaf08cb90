package io.summerbeam.io.files;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;

/**
 * A file that is written where nobody looks and then appears under its name at once.
 *
 * <p>Until then it is in a hidden directory of its own: to most patterns, Beam's too, a file with a
 * dot before its name is a file like any other, and two attempts at one file may overlap.
 *
 * @param directory where it appears
 * @param name under which it appears
 * @param hidden the directory in that one where it is until then
 */
record PartialFile(String directory, String name, String hidden) {

  // As FileIO names its own, so that who cleans up after a crash has one name to look for.
  private static final String HIDDEN_PREFIX = ".temp-beam-";

  /** A place for one attempt at a file. */
  static PartialFile of(String directory, String name) {
    return new PartialFile(directory, name, HIDDEN_PREFIX + UUID.randomUUID());
  }

  /** What {@link #toElement} gave. */
  static PartialFile ofElement(String directory, KV<String, String> element) {
    return new PartialFile(directory, element.getKey(), element.getValue());
  }

  /** All but the directory, for the way to who makes it complete. */
  KV<String, String> toElement() {
    return KV.of(name, hidden);
  }

  /** Opens it for writing. */
  WritableByteChannel create() throws IOException {
    return FileSystems.create(partial(), MimeTypes.TEXT);
  }

  /**
   * Gives it its name, and takes that name from a file of an earlier attempt. Where this was done
   * before, nothing happens.
   */
  void complete() throws IOException {
    try {
      FileSystems.rename(List.of(partial()), List.of(target()));
    } catch (IOException | RuntimeException e) {
      // Looked at only now: to a local file system a look at what is not there is a walk through
      // all that is.
      if (exists(partial()) || !exists(target())) {
        throw e;
      }
    }
    removeHiddenDirectory();
  }

  /** Removes what was written of it. */
  void remove() throws IOException {
    try {
      FileSystems.delete(List.of(partial()));
    } finally {
      removeHiddenDirectory();
    }
  }

  /** Where it is when it is complete. */
  ResourceId target() {
    return folder().resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  private ResourceId partial() {
    return hiddenDirectory().resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  private ResourceId hiddenDirectory() {
    return folder().resolve(hidden, StandardResolveOptions.RESOLVE_DIRECTORY);
  }

  private ResourceId folder() {
    return FileSystems.matchNewResource(directory, true);
  }

  private void removeHiddenDirectory() {
    try {
      FileSystems.delete(List.of(hiddenDirectory()));
    } catch (IOException | RuntimeException e) {
      // An object store has no directories, and may say so. The file is where it should be.
    }
  }

  private static boolean exists(ResourceId file) throws IOException {
    MatchResult found = FileSystems.matchResources(List.of(file)).get(0);
    return found.status() == MatchResult.Status.OK && !found.metadata().isEmpty();
  }
}
