package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Who may see the logs, and how many there are. */
@RunWith(JUnit4.class)
public final class LogDirectoryTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path path;

  @Before
  public void name() {
    path = folder.getRoot().toPath().resolve("logs");
  }

  @Test
  public void file_isForItsUserOnly() throws IOException {
    Path file = LogDirectory.open(path).file("a.log");
    assertThat(permissions(path), is("rwx------"));
    assertThat(permissions(file), is("rw-------"));
  }

  @Test
  public void directory_openToOthers_isClosed() throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    LogDirectory.open(path).file("a.log");
    assertThat(permissions(path), is("rwx------"));
  }

  @Test
  public void directory_ofSomebodyElse_isRefused() throws IOException {
    Files.createDirectory(path);
    String owner = Files.getOwner(path).getName();
    IOException e =
        assertThrows(IOException.class, () -> LogDirectory.requireOwner(path, () -> "mallory"));
    assertThat(
        e.getMessage(),
        is(
            path
                + " belongs to "
                + owner
                + ", not to mallory. Remove it, or choose another directory for temporary files"
                + " with SUMMERBEAM_JAVA_OPTS=-Djava.io.tmpdir=DIR."));
  }

  @Test
  public void directory_thatIsALinkOrAFile_isRefused() throws IOException {
    Files.createSymbolicLink(path, folder.newFolder().toPath());
    Path file = folder.newFile().toPath();
    for (Path wrong : List.of(path, file)) {
      assertThat(
          assertThrows(IOException.class, () -> LogDirectory.open(wrong)).getMessage(),
          is(
              wrong
                  + " is no directory. Remove it, or choose another directory for temporary files"
                  + " with SUMMERBEAM_JAVA_OPTS=-Djava.io.tmpdir=DIR."));
    }
  }

  @Test
  public void fileOfTheSameName_isGoneOnWith() throws IOException {
    LogDirectory directory = LogDirectory.open(path);
    Files.writeString(directory.file("a.log"), "first");
    assertThat(Files.readString(directory.file("a.log")), is("first"));
  }

  @Test
  public void oldestLogs_makeRoom() throws IOException {
    LogDirectory directory = LogDirectory.open(path);
    Path other = Files.createFile(path.resolve("notes.txt"));
    Files.setLastModifiedTime(other, FileTime.fromMillis(0));
    for (int i = 0; i < LogDirectory.KEPT; i++) {
      Path log = directory.file(i + ".log");
      Files.setLastModifiedTime(log, FileTime.fromMillis(1_000_000 + i * 1000L));
    }
    directory.file("newest.log");
    List<String> names = names();
    assertThat(names.size(), equalTo(LogDirectory.KEPT + 1));
    assertThat(names, not(hasItem("0.log")));
    assertThat(
        names.stream().filter(List.of("1.log", "newest.log", "notes.txt")::contains).toList(),
        contains("1.log", "newest.log", "notes.txt"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
