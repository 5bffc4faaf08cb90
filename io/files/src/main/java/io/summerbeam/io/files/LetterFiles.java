package io.summerbeam.io.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** The files of dead letters in a directory. */
record LetterFiles(String directory) {

  private static final String START = FileDeadLetters.PREFIX + "-";
  private static final String END = ".jsonl";
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Those that are there now, in the order of their names.
   *
   * @throws IOException if the directory cannot be looked into
   */
  List<ResourceId> list() throws IOException {
    Path local = local();
    List<ResourceId> files = local != null ? listLocal(local) : listRemote();
    return files.stream().sorted(Comparator.comparing(ResourceId::toString)).toList();
  }

  /**
   * As {@link #list}, where there must be one.
   *
   * @throws IOException if there is none
   */
  List<ResourceId> listSome() throws IOException {
    List<ResourceId> files = list();
    if (files.isEmpty()) {
      throw new IOException(
          directory + " has no dead letters: there is no " + START + "*" + END + " in it.");
    }
    return files;
  }

  /** The directory on this machine; null where it is elsewhere. */
  @Nullable Path local() {
    ResourceId folder = FileSystems.matchNewResource(directory, true);
    return folder.getScheme().equals("file") ? Path.of(folder.toString()) : null;
  }

  static InputStream open(ResourceId file) throws IOException {
    return new BufferedInputStream(Channels.newInputStream(FileSystems.open(file)), BUFFER_BYTES);
  }

  // Not by a pattern: the directory's name may have characters that mean something in one.
  private static List<ResourceId> listLocal(Path local) throws IOException {
    if (!Files.isDirectory(local)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(local)) {
      return files
          .filter(file -> isOne(file.getFileName().toString()))
          .map(file -> FileSystems.matchNewResource(file.toString(), false))
          .toList();
    }
  }

  private static boolean isOne(String name) {
    return name.startsWith(START) && name.endsWith(END);
  }

  private List<ResourceId> listRemote() throws IOException {
    String pattern = directory.replaceFirst("/+$", "") + "/" + START + "*" + END;
    return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata().stream()
        .map(Metadata::resourceId)
        .toList();
  }
}
