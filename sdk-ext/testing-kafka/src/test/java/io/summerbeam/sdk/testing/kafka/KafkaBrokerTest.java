package io.summerbeam.sdk.testing.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KafkaBrokerTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void broker_killedAndStopped_startsAgainWithItsData() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(folder.getRoot().toPath().resolve("new"))) {
      String servers = broker.bootstrapServers();
      broker.createTopic("t", 2, Map.of("cleanup.policy", "compact"));
      write(broker, "one");
      broker.kill();
      broker.startAgain();
      write(broker, "two");
      assertThrows(IllegalStateException.class, broker::startAgain);
      broker.stop();
      broker.startAgain();
      write(broker, "three");

      assertThat(broker.bootstrapServers(), equalTo(servers));
      assertThat(read(broker, 3), equalTo(List.of("one", "two", "three")));
      assertThrows(
          IllegalStateException.class, () -> broker.createTopic("t", 1, Map.of()));
    }
  }

  @Test
  public void broker_itsParentIsKilled_ends() throws Exception {
    Path told = folder.getRoot().toPath().resolve("pid");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartBrokerMain.class.getName(),
                folder.newFolder().toString(),
                told.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.newFile())
            .start();
    try {
      while (!Files.exists(told)) {
        assertThat("the parent ended", parent.isAlive(), equalTo(true));
        Thread.sleep(20);
      }
      ProcessHandle broker =
          ProcessHandle.of(Long.parseLong(Files.readString(told))).orElseThrow();
      assertThat(broker.pid(), not(equalTo(parent.pid())));
      parent.destroyForcibly();
      broker.onExit().get(1, TimeUnit.MINUTES);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  public void start_classPathWithoutKafka_saysWhatItsLogSays() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> KafkaBroker.withClassPath("nowhere").start(folder.newFolder().toPath()));
    assertThat(e.getMessage(), e.getMessage().contains("BrokerMain"), equalTo(true));
  }

  private static void write(KafkaBroker broker, String value) throws Exception {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("t", 1, value, value)).get();
    }
  }

  private static List<String> read(KafkaBroker broker, int count) {
    TopicPartition partition = new TopicPartition("t", 1);
    List<String> values = new ArrayList<>();
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
