package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class WriteShardFnTest {

  private static final String NAME = "delays-00000-of-00001.jsonl";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Outputs<KV<String, String>> written = new Outputs<>();
  private final Outputs<String> names = new Outputs<>();
  private Path out;

  @Before
  public void setUp() {
    out = folder.getRoot().toPath().resolve("out");
  }

  private static byte[] record(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(Iterable<byte[]> records) throws IOException {
    new WriteShardFn(
            out.toString(), new WindowNaming("delays", "jsonl"), new LinesSink(record("head")), 1)
        .process(
            KV.of(0L, records), GlobalWindow.INSTANCE, PaneInfo.ON_TIME_AND_ONLY_FIRING, written);
  }

  private void complete(KV<String, String> file) throws IOException {
    new CompleteFileFn(out.toString()).process(file, names);
  }

  /** More than a buffer of records, and then a failure, or none, in the first attempts at it. */
  private static Iterable<byte[]> failing(RuntimeException failure) {
    return () -> {
      Iterator<byte[]> good = Stream.generate(() -> record("good")).limit(100_000).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public byte[] next() {
          if (!good.hasNext()) {
            throw failure;
          }
          return good.next();
        }
      };
    };
  }

  @Test
  public void records_seenWhenTheFileIsComplete() throws Exception {
    write(List.of(record("a"), record("b")));
    assertThat(Directory.contents(out), equalTo(Map.of()));
    complete(written.all.get(0));
    assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\nb\n")));
    assertThat(Directory.hidden(out), empty());
    assertThat(names.all, equalTo(List.of(out.resolve(NAME).toString())));
  }

  @Test
  public void failureWhileWriting_leavesNothing() throws Exception {
    IllegalStateException failure = new IllegalStateException("shuffle lost");
    assertThat(
        assertThrows(IllegalStateException.class, () -> write(failing(failure))),
        sameInstance(failure));
    assertThat(failure.getSuppressed().length, equalTo(0));
    assertThat(written.all, empty());
    assertThat(Directory.contents(out), equalTo(Map.of()));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void failureWhileWriting_leavesTheFileOfAnEarlierAttempt() throws Exception {
    write(List.of(record("a")));
    complete(written.all.get(0));
    assertThrows(
        IllegalStateException.class, () -> write(failing(new IllegalStateException("lost"))));
    assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\n")));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void directoryThatCannotBe_isAFailure() throws Exception {
    Files.writeString(out, "a file");
    assertThrows(IOException.class, () -> write(List.of(record("a"))));
    assertThat(written.all, empty());
    assertThat(Files.readString(out), equalTo("a file"));
  }

  @Test
  public void allDoneAgain_sameFile() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      write(List.of(record("a")));
      complete(written.all.get(attempt));
      assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\n")));
    }
    // And completing alone, as where a worker dies before its bundle is taken.
    complete(written.all.get(1));
    assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\n")));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void overlappingAttempts_doNotMix() throws Exception {
    // The second one starts, ends, and is completed in the middle of the first.
    Iterable<byte[]> slow =
        () ->
            Stream.of("a", "b")
                .map(
                    text -> {
                      if (text.equals("b") && written.all.isEmpty()) {
                        overlap();
                      }
                      return record(text);
                    })
                .iterator();
    write(slow);
    assertThat(written.all, hasSize(2));
    complete(written.all.get(0));
    assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\nb\n")));
    complete(written.all.get(1));
    assertThat(Directory.contents(out), equalTo(Map.of(NAME, "head\na\nb\n")));
    assertThat(Directory.hidden(out), empty());
  }

  private void overlap() {
    try {
      write(List.of(record("a"), record("b")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void firingWithoutRecords_noFile() throws Exception {
    write(List.of());
    assertThat(written.all, empty());
    assertThat(Files.exists(out), equalTo(false));
  }
}
