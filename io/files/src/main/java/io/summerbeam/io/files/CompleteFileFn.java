package io.summerbeam.io.files;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Gives files that are written their names. Done again after a failure, it changes nothing. */
final class CompleteFileFn extends DoFn<KV<String, String>, String> {

  private static final long serialVersionUID = 1;

  private final String directory;

  CompleteFileFn(String directory) {
    this.directory = directory;
  }

  @ProcessElement
  public void process(@Element KV<String, String> written, OutputReceiver<String> out)
      throws IOException {
    PartialFile file = PartialFile.ofElement(directory, written);
    file.complete();
    out.output(file.target().toString());
  }
}
