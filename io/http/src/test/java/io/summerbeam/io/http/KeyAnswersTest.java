package io.summerbeam.io.http;

import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.LookupException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** What becomes of keys that are asked for one by one. */
public class KeyAnswersTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema VALUE = Schema.builder().addStringField("name").build();
  private static final LookupException REFUSED = LookupException.permanent("refused", null);
  private static final LookupException DOWN = LookupException.retryable("down", null);

  private final KeyAnswers answers =
      new KeyAnswers(keys(ID, LongStream.range(0, 100).boxed().toArray()));

  @Test
  public void outage_isNotOfFailuresForGood() {
    for (long id = 0; id < 50; id++) {
      answers.failed(key(id), REFUSED);
    }
    assertThat(answers.outage(), nullValue());
  }

  @Test
  public void outage_isOfEightMoreThatMayPassThanAnswers_andMayPass() {
    answers.found(key(0), null);
    for (long id = 1; id <= 8; id++) {
      answers.failed(key(id), DOWN);
      answers.failed(key(50 + id), REFUSED);
    }
    assertThat(answers.outage(), nullValue());

    answers.failed(key(9), DOWN);

    assertThat(answers.outage(), sameInstance(DOWN));
  }

  @Test
  public void outage_isAtOnceWhereItIsThrottled() {
    LookupException throttled = LookupException.throttled("busy", null, null);
    answers.failed(key(0), throttled);
    assertThat(answers.outage(), sameInstance(throttled));
  }

  @Test
  public void cancel_keysThatAreToldKeepWhatTheyWereTold() {
    answers.found(key(0), row(VALUE, "Ann"));
    answers.found(key(1), null);
    answers.failed(key(2), REFUSED);

    assertThat(answers.cancel(true), equalTo(true));

    ExecutionException e = assertThrows(ExecutionException.class, answers::get);
    LookupException failure = (LookupException) e.getCause();
    assertThat(failure.found(), equalTo(Map.of(key(0), row(VALUE, "Ann"))));
    assertThat(failure.of(key(1)), nullValue());
    assertThat(failure.of(key(2)), sameInstance(REFUSED));
    assertThat(failure.of(key(3)).isRetryable(), equalTo(true));
    assertThat(failure.isThrottled(), equalTo(false));
  }

  private static Row key(long id) {
    return row(ID, id);
  }
}
