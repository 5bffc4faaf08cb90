package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;

import io.summerbeam.sdk.testing.Leftovers;
import java.lang.ref.WeakReference;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What is kept of a reading, and for how long. */
@RunWith(JUnit4.class)
public class PartitionProgressTest {

  private static final Instant NOW = Instant.now();
  private static final Instant STILL_REMEMBERED = NOW.plus(30_000);
  private static final Instant FORGOTTEN = NOW.plus(30_001);

  private final String readId = UUID.randomUUID().toString();

  @Test
  public void reading_thatHasEnded_isForgottenWhenAnotherBegins() throws Exception {
    // Only what is remembered holds it.
    WeakReference<TopicPartition> ended = new WeakReference<>(readToItsEnd(partition()));
    Leftovers.await(
        "the reading is forgotten",
        () -> {
          System.gc();
          beginAnother(FORGOTTEN);
          return ended.get() == null;
        });
  }

  @Test
  public void reader_thatIsOpenedAgain_goesOnWithTheIdlenessOfOneThatIsGone() throws Exception {
    WeakReference<PartitionProgress> before = idleReader();
    Leftovers.await(
        "the reader is gone",
        () -> {
          System.gc();
          return before.get() == null;
        });
    beginAnother(STILL_REMEMBERED);
    assertThat(
        PartitionProgress.begin(readId, partition(), STILL_REMEMBERED).idleSince(), equalTo(NOW));
  }

  @Test
  public void reader_thatIsOpen_isNotForgotten_howeverLongItSaysNothing() throws Exception {
    WeakReference<TopicPartition> ended = new WeakReference<>(readToItsEnd(partition()));
    PartitionProgress open = PartitionProgress.begin(readId, partition(), NOW);
    Leftovers.await(
        "the other one is forgotten",
        () -> {
          System.gc();
          beginAnother(FORGOTTEN);
          return ended.get() == null;
        });
    assertThat(PartitionProgress.of(readId, partition()), sameInstance(open));
  }

  // A new object each time: that of the map is held by nobody else.
  private static TopicPartition partition() {
    return new TopicPartition("t", 0);
  }

  private static TopicPartition readToItsEnd(TopicPartition partition) {
    PartitionProgress.begin(UUID.randomUUID().toString(), partition, NOW).idle(NOW);
    return partition;
  }

  private WeakReference<PartitionProgress> idleReader() {
    PartitionProgress progress = PartitionProgress.begin(readId, partition(), NOW);
    progress.idle(NOW);
    return new WeakReference<>(progress);
  }

  private static void beginAnother(Instant now) {
    PartitionProgress unused =
        PartitionProgress.begin(UUID.randomUUID().toString(), partition(), now);
  }
}
