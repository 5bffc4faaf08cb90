package io.summerbeam.samples.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Servers of a job that was killed. */
public class LeftServersTest {

  private static final String PID_FILE = "postmaster.pid";

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

  @Test
  public void numberThatIsAnothersByNow_isLeftAlone() throws Exception {
    Path run = folder.getRoot().toPath();
    Files.writeString(run.resolve(PID_FILE), ProcessHandle.current().pid() + "\n/data\n");

    assertThat(LeftServers.in(run).processes(), empty());
  }

  @Test
  public void server_isFoundWhileFilesVanish() throws Exception {
    Path run = folder.getRoot().toPath();
    Path vanishing = Files.createDirectory(run.resolve("vanishing"));
    Process server = serverIn(Files.createDirectory(run.resolve("data")));
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> others =
        CompletableFuture.runAsync(() -> createAndDelete(vanishing, enough));
    try {
      for (int i = 0; i < 1_000; i++) {
        assertThat(LeftServers.in(run).processes(), contains(server.toHandle()));
      }
    } finally {
      server.destroyForcibly().waitFor();
      enough.set(true);
    }
    others.join();
  }

  /** What looks like one, which is known by the name of its program. */
  private static Process serverIn(Path data) throws Exception {
    Path program = data.resolve("postgres");
    Files.copy(Path.of("/bin/sleep"), program, StandardCopyOption.COPY_ATTRIBUTES);
    Process server = new ProcessBuilder(program.toString(), "600").start();
    Files.writeString(data.resolve(PID_FILE), server.pid() + "\n" + data + "\n");
    return server;
  }

  private static void createAndDelete(Path folder, AtomicBoolean enough) {
    try {
      while (!enough.get()) {
        Path vanishing = Files.createDirectory(folder.resolve("vanishing"));
        Path file = Files.createFile(vanishing.resolve("file"));
        Files.delete(file);
        Files.delete(vanishing);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
