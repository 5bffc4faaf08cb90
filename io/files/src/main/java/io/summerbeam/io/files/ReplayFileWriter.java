package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Makes a file of the records between two flushes. */
final class ReplayFileWriter implements ReplayWriter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String directory;
  private final List<ReplayRecord> records = new ArrayList<>();

  ReplayFileWriter(String directory) {
    this.directory = directory;
  }

  @Override
  public void write(ReplayRecord record) {
    records.add(record);
  }

  @Override
  public List<RefusedRecord> flush() throws IOException {
    if (records.isEmpty()) {
      return List.of();
    }
    String name =
        FileReplayTarget.PREFIX
            + "-"
            + TIME.format(Instant.now())
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    for (ReplayRecord record : records) {
      headers.writeBytes(ReplayedLines.line(lines.size(), record.headers()));
      lines.writeBytes(PayloadLine.of(Objects.requireNonNull(record.payload(), "refused without")));
    }
    // They are looked for when the records are read, which may be at once.
    write(
        directory.replaceFirst("/+$", "") + "/" + ReplayedLines.DIRECTORY,
        name + ReplayedLines.SUFFIX,
        headers.toByteArray());
    write(directory, name + FileReplayTarget.SUFFIX, lines.toByteArray());
    records.clear();
    return List.of();
  }

  private static void write(String folder, String name, byte[] content) throws IOException {
    PartialFile file = PartialFile.of(folder, name);
    try (OutputStream out = Channels.newOutputStream(file.create())) {
      out.write(content);
    }
    file.complete();
    force(file.target());
  }

  // A journal that is forced to the disk must not know of a file that was not.
  private static void force(ResourceId file) throws IOException {
    if (file.getScheme().equals("file")) {
      try (FileChannel channel =
          FileChannel.open(Path.of(file.toString()), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() {
    records.clear();
  }
}
