package io.summerbeam.samples.orders;

import io.summerbeam.runners.Home;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Kafka broker of one run, in a process of its own and with a class path of its own: it needs
 * another Scala than Spark. It listens on this machine only.
 */
final class LocalKafka {

  private static final String CLASS_PATH = "samples/distribution/broker/target/classpath";

  private LocalKafka() {}

  static KafkaBroker start(RunFolder folder) throws IOException {
    Path classPath = Home.resolve(CLASS_PATH);
    if (!Files.exists(classPath)) {
      throw new IllegalStateException(
          "No Kafka broker can be started: "
              + classPath
              + " is not there. Build with mvn package, or give a broker with"
              + " --bootstrapServers=HOST:PORT.");
    }
    return KafkaBroker.withClassPath(Files.readString(classPath).strip())
        .start(folder.path().resolve("kafka"));
  }
}
