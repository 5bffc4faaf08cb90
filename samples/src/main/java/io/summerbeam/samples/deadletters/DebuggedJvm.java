package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.Home;
import io.summerbeam.runners.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM like this one (same Java, class path, flags and environment) that waits for a debugger
 * before it does anything. It ends with this one.
 */
final class DebuggedJvm {

  private static final String HOST = "127.0.0.1";
  private static final int HIGHEST_PORT = 65_535;
  private static final long STOP_SECONDS = 10;
  private static final String TEMPORARY = "tmp";

  /** Their options are among the flags of this JVM already. */
  private static final List<String> FLAGS_IN_ENVIRONMENT =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final String mainClass;
  private final int port;

  private DebuggedJvm(String mainClass, int port) {
    this.mainClass = mainClass;
    this.port = port;
  }

  /**
   * One that is not started yet.
   *
   * @throws UsageException if the port is none, or taken
   */
  static DebuggedJvm of(Class<?> main, int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new UsageException("--debugPort must be from 1 to 65535, but was: " + port);
    }
    byte[] host = {127, 0, 0, 1};
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByAddress(host))) {
      return new DebuggedJvm(main.getName(), probe.getLocalPort());
    } catch (IOException e) {
      throw new UsageException(
          "--debugPort must be free, but "
              + HOST
              + ":"
              + port
              + " cannot be listened on. Name another port.");
    }
  }

  /**
   * Runs it to its end.
   *
   * @param record its folder has room for a file, and is deleted when this process is told to end
   * @param out gets what it prints, as it prints it
   * @return its exit code
   */
  int run(List<String> arguments, RecordRun record, PrintStream out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(arguments, record)).redirectErrorStream(true);
    FLAGS_IN_ENVIRONMENT.forEach(builder.environment()::remove);
    out.println(
        "The job waits in a JVM of its own for a debugger on "
            + HOST
            + ":"
            + port
            + " (jdb -attach "
            + HOST
            + ":"
            + port
            + ", or remote debugging in an IDE). It goes on when the debugger lets it.");
    out.flush();
    Process process = builder.start();
    Thread atExit = new Thread(() -> endAndDelete(process, record), "end-debugged");
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
      process.getOutputStream().close();
      process.getInputStream().transferTo(out);
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the job was debugged.", e);
    } finally {
      end(process, record);
      forget(atExit);
    }
  }

  private List<String> command(List<String> arguments, RecordRun record) throws IOException {
    // In a file: the command line of a system may be too short for it.
    Path classPath = record.path("classpath.args");
    Files.writeString(
        classPath,
        "-cp \""
            + System.getProperty("java.class.path").replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !isDebugger(flag))
        .forEach(command::add);
    String home = System.getProperty(Home.PROPERTY);
    if (home != null) {
      command.add("-D" + Home.PROPERTY + "=" + home);
    }
    // What it prints is read here, and is no terminal's.
    command.add("-Dsummerbeam.terminal=false");
    // What it leaves there if it is killed goes with the record.
    command.add("-Djava.io.tmpdir=" + Files.createDirectory(record.path(TEMPORARY)));
    command.add(
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=" + HOST + ":" + port);
    command.add("@" + classPath);
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }

  // A JVM takes one debugger.
  private static boolean isDebugger(String flag) {
    return flag.startsWith("-agentlib:jdwp")
        || flag.startsWith("-Xrunjdwp")
        || flag.equals("-Xdebug");
  }

  private static void endAndDelete(Process process, RecordRun record) {
    end(process, record);
    try {
      record.close();
    } catch (IOException | UncheckedIOException e) {
      // The one who was reading what it printed is deleting it, too.
      return;
    }
  }

  private static void end(Process process, RecordRun record) {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    // A job that runs ends what it has started; one that is suspended, or that the debugger ends,
    // cannot.
    LeftServers.in(record.path(TEMPORARY)).end();
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook with it.
      return;
    }
  }
}
