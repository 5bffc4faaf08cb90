package io.summerbeam.sdk.testing.kafka;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a broker's process runs: formats the folder where that was not done, and starts the broker.
 * Kafka's classes are called by name, because nobody but this process has them.
 */
final class BrokerMain {

  /** The environment variable with the user's password. */
  static final String PASSWORD = "BROKER_PASSWORD";

  private BrokerMain() {}

  /**
   * Runs the broker.
   *
   * @param args the file of its settings, the cluster's id, the user
   */
  public static void main(String[] args) throws Exception {
    endWithParent();
    format(Path.of(args[0]), args[1], args[2], System.getenv(PASSWORD));
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {args[0]});
  }

  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever written; it ends when the parent does.
                }
              } catch (IOException e) {
                // As good as the end.
              }
              Runtime.getRuntime().halt(0);
            },
            "end-with-parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static void format(Path settings, String clusterId, String user, String password)
      throws ReflectiveOperationException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    String[] arguments = {
      "format",
      "--ignore-formatted",
      "-c",
      settings.toString(),
      "-t",
      clusterId,
      "--add-scram",
      "SCRAM-SHA-256=[name=" + user + ",password=" + password + "]",
      "--add-scram",
      "SCRAM-SHA-512=[name=" + user + ",password=" + password + "]"
    };
    try {
      Object exitCode =
          Class.forName("kafka.tools.StorageTool")
              .getMethod("execute", String[].class, PrintStream.class)
              .invoke(null, arguments, out);
      if (!Integer.valueOf(0).equals(exitCode)) {
        throw new IllegalStateException("The broker's folder is not formatted: " + exitCode);
      }
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The broker's folder cannot be formatted.", e.getCause());
    }
  }
}
