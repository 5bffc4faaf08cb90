package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.windows.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Readings summed up in windows of Kafka Streams: {@code --records=N --keys=N --perWindow=N},
 * {@code --setting=default|tuned}.
 */
public final class WindowsArm {

  private static final int READINGS_BETWEEN_DISCARDS = 10_000;

  private WindowsArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, WindowsArm::work);
  }

  private static void work(String... args) throws IOException {
    Arguments arguments =
        Arguments.of(
            args, Map.of("records", "", "keys", "", "perWindow", "", "setting", "default"));
    Setting setting = Setting.valueOf(arguments.value("setting").toUpperCase(Locale.ROOT));
    Readings readings =
        new Readings(
            Integer.parseInt(arguments.value("keys")),
            Long.parseLong(arguments.value("perWindow")));
    try (TopologyTestDriver driver =
        new TopologyTestDriver(WindowsTopology.build(setting), config())) {
      run(readings, Long.parseLong(arguments.value("records")), driver);
    }
  }

  private static void run(Readings readings, long records, TopologyTestDriver driver) {
    TestInputTopic<String, Long> topic =
        driver.createInputTopic(
            WindowsTopology.READINGS, new StringSerializer(), new LongSerializer());
    ProducedRecords produced = new ProducedRecords(driver);
    long time = 0;
    for (long number = 0; number < records; number++) {
      time = readings.pace().time(number);
      topic.pipeInput(readings.sensor(number), Readings.amount(number), time);
      if (number % READINGS_BETWEEN_DISCARDS == 0) {
        produced.discard();
      }
    }
    // Time goes on only with records: the last window closes when one of a later window comes.
    topic.pipeInput("later", 0L, time + Readings.WINDOW.toMillis());
  }

  private static Properties config() throws IOException {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "windows");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    config.put(
        StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("kafka-streams").toString());
    return config;
  }
}
