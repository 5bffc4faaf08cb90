package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileArgumentsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void requireFiles_takesAFileAndAPattern() throws Exception {
    Path file = folder.newFile("a.jsonl").toPath();

    FileArguments.requireFiles("--input", file.toString());
    FileArguments.requireFiles("--input", folder.getRoot() + "/*.jsonl");
  }

  @Test
  public void requireFiles_refusesWhatMatchesNothing() {
    String pattern = folder.getRoot() + "/*.csv";

    UsageException refused =
        assertThrows(UsageException.class, () -> FileArguments.requireFiles("--input", pattern));

    assertThat(refused.getMessage(), equalTo("--input matches no file: " + pattern));
  }

  @Test
  public void requireFiles_refusesAFolderAndSaysHowToReadIt() {
    String path = folder.getRoot().toString();

    UsageException refused =
        assertThrows(UsageException.class, () -> FileArguments.requireFiles("--input", path));

    assertThat(
        refused.getMessage(),
        equalTo(
            "--input must be a file or a pattern, but is a folder: "
                + path
                + "\nFor all files in it: --input='"
                + path
                + "/*'"));
  }

  @Test
  public void requireEmpty_takesNoFolderAndAnEmptyOne() throws Exception {
    FileArguments.requireEmpty("--output", folder.getRoot() + "/none");
    FileArguments.requireEmpty("--output", folder.newFolder("has*[glob]?").toString());
  }

  @Test
  public void requireEmpty_refusesAFileAndWhatHasOneInIt() throws Exception {
    Path file = folder.newFolder("out").toPath().resolve(".hidden");
    Files.createFile(file);

    assertThat(
        assertThrows(
                UsageException.class,
                () -> FileArguments.requireEmpty("--output", file.getParent().toString()))
            .getMessage(),
        startsWith("--output is not empty: " + file.getParent()));
    assertThat(
        assertThrows(
                UsageException.class, () -> FileArguments.requireEmpty("--output", file.toString()))
            .getMessage(),
        equalTo("--output must be a folder, but is a file: " + file));
  }
}
