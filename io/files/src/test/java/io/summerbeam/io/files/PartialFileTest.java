package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class PartialFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path out;

  @Before
  public void setUp() {
    // A name that is a pattern to whoever does not take it as it is.
    out = folder.getRoot().toPath().resolve("out [1]*");
  }

  private PartialFile written(String text) throws IOException {
    PartialFile file = PartialFile.of(out.toString(), "a.jsonl");
    try (WritableByteChannel channel = file.create()) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    return file;
  }

  @Test
  public void untilComplete_matchedByNoPattern() throws Exception {
    out = folder.getRoot().toPath().resolve("out");
    PartialFile file = written("a\n");
    Files.writeString(out.resolve("other"), "");
    assertThat(FileSystems.match(out + "/*").metadata().size(), equalTo(1));
    assertThat(Directory.contents(out), equalTo(Map.of("other", "")));

    file.complete();
    assertThat(Directory.contents(out), equalTo(Map.of("other", "", "a.jsonl", "a\n")));
    assertThat(Directory.hidden(out), empty());
    assertThat(file.target().toString(), equalTo(out.resolve("a.jsonl").toString()));
  }

  @Test
  public void secondAttempt_takesThePlaceOfTheFirst() throws Exception {
    PartialFile first = written("first\n");
    PartialFile second = written("second\n");
    first.complete();
    assertThat(Directory.contents(out), equalTo(Map.of("a.jsonl", "first\n")));
    second.complete();
    assertThat(Directory.contents(out), equalTo(Map.of("a.jsonl", "second\n")));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void completedAgain_nothingHappens() throws Exception {
    PartialFile file = written("a\n");
    file.complete();
    PartialFile.ofElement(out.toString(), file.toElement()).complete();
    assertThat(Directory.contents(out), equalTo(Map.of("a.jsonl", "a\n")));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void lostFile_isAFailure() throws Exception {
    PartialFile file = written("a\n");
    file.remove();
    assertThat(
        assertThrows(IOException.class, file::complete).getMessage(), containsString("a.jsonl"));
    assertThat(Directory.contents(out), equalTo(Map.of()));
  }

  @Test
  public void nameThatCannotBeTaken_isAFailureAndLosesNothing() throws Exception {
    Files.createDirectories(out.resolve("a.jsonl").resolve("x"));
    PartialFile file = written("a\n");
    assertThrows(IOException.class, file::complete);
    assertThat(Directory.hidden(out), not(empty()));

    Files.delete(out.resolve("a.jsonl").resolve("x"));
    Files.delete(out.resolve("a.jsonl"));
    file.complete();
    assertThat(Directory.contents(out), equalTo(Map.of("a.jsonl", "a\n")));
  }

  @Test
  public void remove_nothingStaysBehind() throws Exception {
    PartialFile file = written("a\n");
    file.remove();
    assertThat(Directory.hidden(out), empty());
    // One of which nothing was written.
    PartialFile.of(out.toString(), "b.jsonl").remove();
    assertThat(Directory.hidden(out), empty());
  }
}
