package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.LoadingCache;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** A writer of the exactly-once sink that failed is not used again. */
@RunWith(JUnit4.class)
public class OnceProducerTest {

  private final AtomicInteger failures = new AtomicInteger();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
  private final Producer<byte[], byte[]> producer =
      OnceProducer.of(kafka, failures::incrementAndGet);

  @Test
  public void transaction_committed_isNoFailure() {
    producer.initTransactions();
    producer.beginTransaction();
    producer.commitTransaction();
    assertThat(kafka.commitCount(), equalTo(1L));
    assertThat(failures.get(), equalTo(0));
  }

  @Test
  public void placeTaken_isToldAndThrownAsItIs() {
    producer.initTransactions();
    kafka.fenceProducer();
    assertThrows(ProducerFencedException.class, producer::beginTransaction);
    assertThat(failures.get(), equalTo(1));
  }

  @Test
  @SuppressWarnings("unchecked") // Of Beam, by name.
  public void writers_ofOneSink_areForgotten() {
    LoadingCache<String, Object> writers = (LoadingCache<String, Object>) BeamWriters.cache();
    writers.getUnchecked("one");
    writers.getUnchecked("other");
    BeamWriters.forget("one");
    assertThat(writers.getIfPresent("one"), nullValue());
    assertThat(writers.getIfPresent("other"), notNullValue());
    BeamWriters.forget("other");
  }
}
