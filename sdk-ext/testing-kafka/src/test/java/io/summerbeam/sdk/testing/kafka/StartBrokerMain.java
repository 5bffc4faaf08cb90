package io.summerbeam.sdk.testing.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Starts a broker, tells its process, and waits to be killed. */
final class StartBrokerMain {

  private StartBrokerMain() {}

  public static void main(String[] args) throws Exception {
    KafkaBroker.start(Path.of(args[0]));
    long pid = ProcessHandle.current().children().findFirst().orElseThrow().pid();
    Path whole = Path.of(args[1] + ".tmp");
    Files.writeString(whole, String.valueOf(pid));
    Files.move(whole, Path.of(args[1]), StandardCopyOption.ATOMIC_MOVE);
    Thread.sleep(Long.MAX_VALUE);
  }
}
