package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Airports;
import io.summerbeam.benchmarks.flights.Arguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The flights job in Kafka Streams: {@code --input=FILE --airports=FILE}, {@code
 * --setting=default|tuned}.
 */
public final class KafkaStreamsArm {

  // Time goes on only with records: the windows of the last day close when a later one comes.
  private static final String LATER =
      "{\"date\":\"9999/12/31 00:00\",\"delay\":0,\"distance\":1,\"origin\":\"JFK\",\"destination\":\"LAX\"}";

  private static final int LINES_BETWEEN_DISCARDS = 10_000;

  private KafkaStreamsArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, KafkaStreamsArm::work);
  }

  private static void work(String... args) throws IOException {
    Arguments arguments = Arguments.of(args, Map.of("setting", "default"));
    Setting setting = Setting.valueOf(arguments.value("setting").toUpperCase(Locale.ROOT));
    LongAdder dead = new LongAdder();
    Topology topology = FlightsTopology.build(Airports.load(arguments.airports()), setting, dead);
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, config());
        BufferedReader lines = Files.newBufferedReader(Path.of(arguments.input()))) {
      TestInputTopic<Void, String> flights =
          driver.createInputTopic(
              FlightsTopology.FLIGHTS, new VoidSerializer(), new StringSerializer());
      ProducedRecords produced = new ProducedRecords(driver);
      long count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        flights.pipeInput(line);
        if (++count % LINES_BETWEEN_DISCARDS == 0) {
          produced.discard();
        }
      }
      flights.pipeInput(LATER);
    }
    System.err.println("dead: " + dead.sum());
  }

  private static Properties config() throws IOException {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "flights");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    config.put(
        StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("kafka-streams").toString());
    return config;
  }
}
