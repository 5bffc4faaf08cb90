package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.MimeTypes;

/** Files in folders wherever Beam can write. */
final class NewFile {

  private NewFile() {}

  static OutputStream in(String folder, String name) throws IOException {
    return new BufferedOutputStream(
        Channels.newOutputStream(
            FileSystems.create(
                FileSystems.matchNewResource(FileArguments.inFolder(folder, name), false),
                MimeTypes.TEXT)));
  }
}
