package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The key of dead letters is read when a worker starts, though no record is bad. */
public class DeadLetterKeyTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void missingKey_reading_fails() throws Exception {
    Path in = Files.writeString(folder.newFile().toPath(), FlightFiles.line(1) + "\n");
    Pipeline pipeline = Pipeline.create();
    try (DeadLetters dead = withoutKey(pipeline)) {
      pipeline.apply(FlightFiles.read(in).withDeadLetters(dead));
    }
    assertFails(pipeline);
  }

  @Test
  public void missingKey_writing_fails() throws Exception {
    Path in = Files.writeString(folder.newFile().toPath(), FlightFiles.line(1) + "\n");
    Pipeline pipeline = Pipeline.create();
    try (DeadLetters dead = withoutKey(pipeline)) {
      pipeline
          .apply(FlightFiles.read(in))
          .apply(FileRows.write(folder.getRoot() + "/out").withDeadLetters(dead));
    }
    assertFails(pipeline);
  }

  private static DeadLetters withoutKey(Pipeline pipeline) {
    return DeadLetters.in(pipeline).withPayloadPolicy(new NoKey()).collect();
  }

  private static void assertFails(Pipeline pipeline) {
    Exception thrown = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());
    assertThat(thrown.toString() + thrown.getCause(), containsString("no key"));
  }

  /** A policy whose key is not there; it has nothing to do. */
  private static final class NoKey implements PayloadPolicy {

    private static final long serialVersionUID = 1;

    @Override
    public void open() {
      throw new IllegalStateException("no key");
    }

    @Override
    public DeadLetter apply(DeadLetter letter) {
      return letter;
    }
  }
}
