package io.summerbeam.sdk.testing.kafka;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A broker that was started: its process, from here to its end. */
final class BrokerProcess {

  private static final long READY_SECONDS = 180;
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final BrokerFolder folder;
  private final Thread killAtExit;

  private BrokerProcess(Process process, BrokerFolder folder) {
    this.process = process;
    this.folder = folder;
    this.killAtExit = new Thread(process::destroyForcibly, "kill-kafka-broker");
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  static BrokerProcess start(
      String classPath, BrokerFolder folder, String clusterId, String user, String password)
      throws IOException {
    // In a file: the command line of a system may be too short for it.
    Files.writeString(
        folder.classPath(), "-cp \"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            // It starts in half of the time, and is as quick as a test needs it.
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "@" + folder.classPath(),
            BrokerMain.class.getName(),
            folder.properties().toString(),
            clusterId,
            user);
    builder.environment().put(BrokerMain.PASSWORD, password);
    File log = folder.log().toFile();
    Process started =
        builder
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log))
            .start();
    return new BrokerProcess(started, folder);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until the broker answers.
   *
   * @throws IllegalStateException if it ends, or does not answer
   */
  void awaitReady(String servers) {
    Map<String, Object> client =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            200,
            // Closing waits for what was asked of a broker that has ended.
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            1000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            1000);
    try (Admin admin = Admin.create(client)) {
      await(
          "the broker",
          () -> !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty(),
          this::requireAlive);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the broker started.", e);
    }
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "The broker ended with "
              + process.exitValue()
              + ". The end of its log:\n"
              + folder.endOfLog());
    }
  }

  /** Waits until a question is answered with yes; that it fails is no. */
  static void await(String what, Callable<Boolean> question, Runnable check)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    Exception last = null;
    while (System.nanoTime() < end) {
      check.run();
      try {
        if (question.call()) {
          return;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException(
        "Not there within " + READY_SECONDS + " s: " + what + ".", last);
  }

  void stop() {
    // Process.destroy() would close its standard input, too, at whose end it gives up at once.
    process.toHandle().destroy();
    end(STOP_SECONDS);
  }

  void kill() {
    end(0);
  }

  private void end(long patienceSeconds) {
    try {
      if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook with it.
    }
  }
}
