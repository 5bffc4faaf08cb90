package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertThat(
        assertThrows(UsageException.class, () -> FileArguments.requireFiles("--input", path + "//"))
            .getMessage(),
        endsWith("--input='" + path + "/*'"));
  }

  @Test
  public void requireFiles_takesAFileUri() throws Exception {
    FileArguments.requireFiles("--input", "file://" + folder.newFile("a.jsonl"));
  }

  @Test
  public void requireEmpty_takesAFileUriForItsPath() throws Exception {
    folder.newFolder("none");
    Path full = folder.newFolder("full").toPath();
    Files.createFile(full.resolve("a"));

    FileArguments.requireEmpty("--output", "file://" + folder.getRoot() + "/none");
    for (String uri : List.of("file:" + full, "file://" + full, "FILE:" + full)) {
      assertThat(
          assertThrows(UsageException.class, () -> FileArguments.requireEmpty("--output", uri))
              .getMessage(),
          startsWith("--output is not empty: " + uri));
    }
  }

  @Test
  public void requireEmpty_refusesAFileUriWithoutAnAbsolutePath() {
    for (String uri : List.of("file:out", "file://host/out", "file:////out")) {
      assertThat(
          assertThrows(UsageException.class, () -> FileArguments.requireEmpty("--output", uri))
              .getMessage(),
          equalTo(
              "--output must be a path or file:///PATH with an absolute path, but was: " + uri));
    }
  }

  @Test
  public void requireEmpty_refusesWhatCannotBeMade() throws Exception {
    Path file = folder.newFile("small.jsonl").toPath();

    assertThat(
        assertThrows(
                UsageException.class,
                () -> FileArguments.requireEmpty("--output", file + "/x/dead-letters"))
            .getMessage(),
        equalTo(
            "--output cannot be used: "
                + file
                + "/x/dead-letters\n"
                + file
                + " is no folder. Name another folder with --output=DIR."));
    assertThat(
        assertThrows(
                UsageException.class, () -> FileArguments.requireEmpty("--output", "/proc/x/y"))
            .getMessage(),
        equalTo(
            "--output cannot be used: /proc/x/y\n/proc cannot be written to. Name another folder"
                + " with --output=DIR."));
  }

  @Test
  public void requireEmpty_refusesABrokenLink() throws Exception {
    Path link = folder.getRoot().toPath().resolve("link");
    Files.createSymbolicLink(link, Path.of("nowhere"));

    assertThat(
        assertThrows(
                UsageException.class, () -> FileArguments.requireEmpty("--output", link.toString()))
            .getMessage(),
        equalTo("--output must be a folder, but is a broken link: " + link));
  }

  @Test
  public void requireEmpty_leavesNothingBehind() throws Exception {
    FileArguments.requireEmpty("--output", folder.getRoot() + "/a/b");
    FileArguments.requireEmpty("--output", folder.getRoot().toString());

    assertThat(folder.getRoot().list(), emptyArray());
  }

  @Test
  public void inFolder_hasOneSlashBetween() {
    assertThat(FileArguments.inFolder("out", "*.csv"), equalTo("out/*.csv"));
    assertThat(FileArguments.inFolder("out//", "*.csv"), equalTo("out/*.csv"));
    assertThat(FileArguments.inFolder("/", "*.csv"), equalTo("/*.csv"));
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
        equalTo(
            "--output is not empty: "
                + file.getParent()
                + " has .hidden in it.\nRemove what is in it, or name another folder with"
                + " --output=DIR."));
    assertThat(
        assertThrows(
                UsageException.class, () -> FileArguments.requireEmpty("--output", file.toString()))
            .getMessage(),
        equalTo("--output must be a folder, but is a file: " + file));
  }
}
