package io.summerbeam.samples.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Servers of a job that was killed. */
public class LeftServersTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void serverThatIsLeft_isEnded() throws Exception {
    Path run = folder.getRoot().toPath();
    EmbeddedPostgres unended =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(run.resolve("programs").toFile())
            .setDataDirectory(run.resolve("data"))
            .setCleanDataDirectory(false)
            .setServerConfig("unix_socket_directories", "")
            .start();
    LeftServers left = LeftServers.in(run);
    assertThat(left.processes(), hasSize(1));
    assertThat(left.processes().get(0).isAlive(), equalTo(true));

    left.end();

    assertThat(left.processes().get(0).isAlive(), equalTo(false));
    assertThat(LeftServers.in(run).processes(), empty());
    unended.close();
  }

  @Test
  public void folderThatIsNot_hasNone() {
    assertThat(LeftServers.in(folder.getRoot().toPath().resolve("none")).processes(), empty());
  }
}
