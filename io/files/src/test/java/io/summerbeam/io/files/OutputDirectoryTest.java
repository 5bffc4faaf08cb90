package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class OutputDirectoryTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static String of(String directory) {
    return OutputDirectory.of("write()", directory);
  }

  @Test
  public void path_asItIs() {
    for (String path :
        List.of("out", "/abs/out/", "./file:/x", "files/x", "a b", "gs://bucket/x", "hdfs:///x")) {
      assertThat(of(path), equalTo(path));
    }
  }

  @Test
  public void fileUri_itsPath() {
    assertThat(of("file:///abs/dir"), equalTo("/abs/dir"));
    assertThat(of("file:/abs/dir/"), equalTo("/abs/dir/"));
    assertThat(of("FILE:///abs"), equalTo("/abs"));
    assertThat(of("file:////abs"), equalTo("/abs"));
  }

  @Test
  public void fileUri_theFileThatIsReadFromIt() throws Exception {
    Path directory = folder.newFolder("a%20b").toPath();
    Files.writeString(directory.resolve("x"), "x");
    String uri = "file://" + directory;
    assertThat(of(uri), equalTo(directory.toString()));
    assertThat(
        FileSystems.matchSingleFileSpec(uri + "/x").resourceId(),
        equalTo(FileSystems.matchNewResource(of(uri) + "/x", false)));
  }

  @Test
  public void fileUri_withoutAbsolutePathRefused() {
    for (String bad : List.of("file:", "file:out", "file://out", "file://host/out", "file://")) {
      assertThat(
          assertThrows(bad, IllegalArgumentException.class, () -> of(bad)).getMessage(),
          equalTo(
              "write() must be given a directory as a path, or as file:/// and an absolute path,"
                  + " but was: '"
                  + bad
                  + "'"));
    }
  }

  @Test
  public void nothing_refused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> of("")).getMessage(),
        equalTo("write() must be given a directory, but was: ''"));
  }
}
