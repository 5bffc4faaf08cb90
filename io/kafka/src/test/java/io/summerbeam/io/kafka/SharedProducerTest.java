package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Test;

/** {@link SharedProducer} and {@link AbsentTopics}. Nothing is sent: no broker is needed. */
public final class SharedProducerTest {

  private static KafkaConnection connection() {
    return KafkaConnection.to("127.0.0.1:1").withConfig("max.block.ms", "50");
  }

  // It fails for lack of a broker, and throws only where the client is closed.
  private static void send(SharedProducer producer) {
    assertThrows(
        ExecutionException.class,
        () -> producer.client().send(new ProducerRecord<>("topic", new byte[0])).get());
  }

  @Test
  public void equalSettings_oneClientUntilTheLastGivesItBack() {
    SharedProducer first = SharedProducer.acquire(connection());
    SharedProducer second = SharedProducer.acquire(connection());
    SharedProducer other = SharedProducer.acquire(connection().withConfig("linger.ms", "1"));
    assertThat(second, sameInstance(first));
    assertThat(other, not(sameInstance(first)));
    first.release();
    send(second);
    second.release();
    assertThrows(
        IllegalStateException.class,
        () -> second.client().send(new ProducerRecord<>("topic", new byte[0])));
    SharedProducer next = SharedProducer.acquire(connection());
    assertThat(next, not(sameInstance(first)));
    next.release();
    other.release();
  }

  @Test
  public void retired_nobodyElseGetsIt() {
    SharedProducer first = SharedProducer.acquire(connection());
    assertThat(first.isRetired(), equalTo(false));
    first.retire();
    assertThat(first.isRetired(), equalTo(true));
    SharedProducer second = SharedProducer.acquire(connection());
    assertThat(second, not(sameInstance(first)));
    first.release();
    assertThat(second.isRetired(), equalTo(false));
    second.release();
  }

  @Test
  public void absentTopics_remembered() {
    AbsentTopics absent = new AbsentTopics();
    assertThat(absent.has("a"), equalTo(false));
    absent.add("a");
    assertThat(absent.has("a"), equalTo(true));
    assertThat(absent.has("b"), equalTo(false));
  }
}
