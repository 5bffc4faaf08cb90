package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.enrich.changelog.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Trades and prices joined in Kafka Streams: {@code --records=N --keys=N}, {@code
 * --setting=default|tuned}.
 */
public final class TableJoinArm {

  private static final int EVENTS_BETWEEN_DISCARDS = 10_000;

  private TableJoinArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, TableJoinArm::work);
  }

  private static void work(String... args) throws IOException {
    Map<String, String> options = new HashMap<>(Map.of("setting", "default"));
    for (String arg : args) {
      String[] parts = arg.replaceFirst("^--", "").split("=", 2);
      options.put(parts[0], parts[1]);
    }
    Setting setting = Setting.valueOf(options.getOrDefault("setting", "").toUpperCase(Locale.ROOT));
    Market market =
        new Market(
            Long.parseLong(options.getOrDefault("records", "")),
            Integer.parseInt(options.getOrDefault("keys", "")));
    try (TopologyTestDriver driver =
        new TopologyTestDriver(TableJoinTopology.build(setting), config())) {
      run(market, driver);
    }
  }

  private static void run(Market market, TopologyTestDriver driver) {
    TestInputTopic<String, Trade> trades =
        driver.createInputTopic(
            TableJoinTopology.TRADES, new StringSerializer(), new TradeSerde().serializer());
    TestInputTopic<String, Long> prices =
        driver.createInputTopic(
            TableJoinTopology.PRICES, new StringSerializer(), new LongSerializer());
    ProducedRecords produced = new ProducedRecords(driver);
    for (long event = 0; event < market.events(); event++) {
      if (market.isPrice(event)) {
        prices.pipeInput(market.symbol(event), Market.price(event), Market.time(event));
      } else {
        trades.pipeInput(
            market.symbol(event), new Trade(event, Market.quantity(event)), Market.time(event));
      }
      if (event % EVENTS_BETWEEN_DISCARDS == 0) {
        produced.discard();
      }
    }
  }

  private static Properties config() throws IOException {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "table-join");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    config.put(
        StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("kafka-streams").toString());
    return config;
  }
}
