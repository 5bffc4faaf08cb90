package io.summerbeam.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A Flink cluster of processes: a JobManager and two TaskManagers with a slot each, so that a job
 * of two needs both. The job's classes are on their class path.
 */
final class FlinkCluster implements AutoCloseable {

  static final int TASK_MANAGERS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int restPort = FreePort.find();
  private final FlinkRest rest = new FlinkRest(restPort);
  private final ChildProcess[] taskManagers = new ChildProcess[TASK_MANAGERS];
  private ChildProcess jobManager;

  private FlinkCluster(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    Files.createDirectories(conf());
    Files.write(conf().resolve("flink-conf.yaml"), settings(FreePort.find()));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(stagedJar()), new Manifest())) {
      jar.finish();
    }
    startJobManager();
    for (int i = 0; i < TASK_MANAGERS; i++) {
      startTaskManager(i);
    }
    awaitTaskManagers();
  }

  static FlinkCluster start(Path folder) throws Exception {
    return new FlinkCluster(folder);
  }

  FlinkRest rest() {
    return rest;
  }

  /** For {@code --flinkMaster}. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  /** For {@code --filesToStage}: empty, because the cluster has the classes. */
  Path stagedJar() {
    return folder.resolve("staged.jar");
  }

  Path savepoints() {
    return folder.resolve("savepoints");
  }

  void startJobManager() throws IOException {
    jobManager =
        ChildProcess.startJvm(
            "jobmanager",
            folder,
            List.of("-Xmx384m"),
            StandaloneSessionClusterEntrypoint.class,
            "--configDir",
            conf().toString());
  }

  void startTaskManager(int number) throws IOException {
    taskManagers[number] =
        ChildProcess.startJvm(
            "taskmanager-" + number,
            folder,
            List.of("-Xmx768m", "-XX:MaxDirectMemorySize=256m"),
            TaskManagerRunner.class,
            "--configDir",
            conf().toString());
  }

  /** {@code kill -9}. */
  void killJobManager() {
    jobManager.kill();
  }

  /** {@code kill -9}. */
  void killTaskManager(int number) {
    taskManagers[number].kill();
  }

  void awaitTaskManagers() throws InterruptedException {
    Await.until(
        "the TaskManagers are there",
        PATIENCE,
        () -> rest.taskManagers() == TASK_MANAGERS,
        this::endOfLogs);
  }

  /** The newest checkpoint of a job that is complete and was kept. */
  String newestCheckpoint(String job) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("checkpoints").resolve(job), 2)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparing(FlinkCluster::number))
          .orElseThrow()
          .toUri()
          .toString();
    }
  }

  // chk-12
  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  String endOfLogs() {
    StringBuilder all = new StringBuilder("JobManager:\n").append(jobManager.endOfLog());
    for (int i = 0; i < TASK_MANAGERS; i++) {
      all.append("\nTaskManager ").append(i).append(":\n").append(taskManagers[i].endOfLog());
    }
    return all.toString();
  }

  private Path conf() {
    return folder.resolve("conf");
  }

  private List<String> settings(int rpcPort) {
    List<String> settings = new ArrayList<>();
    settings.addAll(
        List.of(
            "jobmanager.rpc.address: 127.0.0.1",
            "jobmanager.rpc.port: " + rpcPort,
            "jobmanager.bind-host: 127.0.0.1",
            "rest.address: 127.0.0.1",
            "rest.bind-address: 127.0.0.1",
            "rest.port: " + restPort,
            "rest.bind-port: " + restPort,
            "taskmanager.host: 127.0.0.1",
            "taskmanager.bind-host: 127.0.0.1",
            "taskmanager.numberOfTaskSlots: 1"));
    // Started without Flink's scripts, which would work these out.
    settings.addAll(
        List.of(
            "taskmanager.cpu.cores: 1.0",
            "taskmanager.memory.framework.heap.size: 128m",
            "taskmanager.memory.framework.off-heap.size: 64m",
            "taskmanager.memory.task.heap.size: 512m",
            "taskmanager.memory.task.off-heap.size: 64m",
            "taskmanager.memory.network.min: 64m",
            "taskmanager.memory.network.max: 64m",
            "taskmanager.memory.managed.size: 16m",
            "taskmanager.memory.jvm-metaspace.size: 256m",
            "taskmanager.memory.jvm-overhead.min: 64m",
            "taskmanager.memory.jvm-overhead.max: 64m"));
    // Who is gone is known to be within some seconds, and who is back is let in at once.
    settings.addAll(
        List.of(
            "pekko.ask.timeout: 30 s",
            "heartbeat.interval: 500",
            "heartbeat.timeout: 10000",
            "cluster.registration.initial-timeout: 100",
            "cluster.registration.max-timeout: 1000",
            "cluster.registration.error-delay: 500",
            "cluster.registration.refused-registration-delay: 500",
            "taskmanager.slot.timeout: 2 s",
            "restart-strategy.type: fixed-delay",
            "restart-strategy.fixed-delay.attempts: 2147483647",
            "restart-strategy.fixed-delay.delay: 500 ms"));
    settings.addAll(
        List.of(
            "classloader.resolve-order: parent-first",
            "state.checkpoints.dir: " + folder.resolve("checkpoints").toUri(),
            "state.savepoints.dir: " + savepoints().toUri(),
            "state.checkpoints.num-retained: 2",
            "io.tmp.dirs: " + folder.resolve("tmp"),
            "blob.storage.directory: " + folder.resolve("tmp"),
            "web.tmpdir: " + folder.resolve("tmp")));
    return settings;
  }

  @Override
  public void close() {
    for (ChildProcess each : taskManagers) {
      if (each != null) {
        each.kill();
      }
    }
    jobManager.kill();
  }
}
