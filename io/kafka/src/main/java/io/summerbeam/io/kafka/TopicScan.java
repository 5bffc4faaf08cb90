package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The letters of a topic that a filter takes. */
final class TopicScan implements LetterScan {

  private final TopicReader records;
  private final LetterFilter filter;
  private final LetterStates states;
  private long unreadable;

  TopicScan(TopicReader records, LetterFilter filter, LetterStates states) {
    this.records = records;
    this.filter = filter;
    this.states = states;
  }

  @Override
  public @Nullable StoredLetter next() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record = records.next();
        record != null;
        record = records.next()) {
      DeadLetter letter = LetterReader.read(record);
      if (letter == null) {
        unreadable++;
      } else {
        LetterStatus status = states.of(LetterStates.keyOf(letter));
        if (filter.matches(letter, status)) {
          return new StoredLetter(letter, status);
        }
      }
    }
    return null;
  }

  @Override
  public long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    records.close();
  }
}
