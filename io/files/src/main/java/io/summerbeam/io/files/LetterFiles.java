package io.summerbeam.io.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;

/** The files of dead letters in a directory. */
record LetterFiles(String directory) {

  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Those that are there now, in the order of their names.
   *
   * @throws IOException if the directory cannot be looked into
   */
  List<ResourceId> list() throws IOException {
    String pattern =
        directory.replaceFirst("/+$", "") + "/" + FileDeadLetters.PREFIX + "-*.jsonl";
    MatchResult found = FileSystems.match(pattern, EmptyMatchTreatment.ALLOW);
    return found.metadata().stream()
        .map(Metadata::resourceId)
        .sorted(Comparator.comparing(ResourceId::toString))
        .toList();
  }

  /** As {@link #list}, where there must be one. */
  List<ResourceId> listSome() throws IOException {
    List<ResourceId> files = list();
    if (files.isEmpty()) {
      throw new IOException(
          directory
              + " has no dead letters: there is no "
              + FileDeadLetters.PREFIX
              + "-*.jsonl in it.");
    }
    return files;
  }

  static InputStream open(ResourceId file) throws IOException {
    return new BufferedInputStream(
        Channels.newInputStream(FileSystems.open(file)), BUFFER_BYTES);
  }
}
