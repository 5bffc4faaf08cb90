package io.summerbeam.sdk.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.junit.Test;

public class LookupExceptionTest {

  @Test
  public void throttled_mayPass_andSaysWhen() {
    LookupException failure = LookupException.throttled("busy", Duration.ofSeconds(3), null);

    assertThat(failure.isRetryable(), equalTo(true));
    assertThat(failure.isThrottled(), equalTo(true));
    assertThat(failure.retryAfter(), equalTo(Duration.ofSeconds(3)));
    assertThat(LookupException.throttled("busy", null, null).retryAfter(), nullValue());
  }

  @Test
  public void others_areNotThrottled() {
    LookupException retryable = LookupException.retryable("lost", null);
    LookupException permanent = LookupException.permanent("refused", null);

    assertThat(retryable.isRetryable(), equalTo(true));
    assertThat(retryable.isThrottled(), equalTo(false));
    assertThat(retryable.retryAfter(), nullValue());
    assertThat(permanent.isRetryable(), equalTo(false));
    assertThat(permanent.isThrottled(), equalTo(false));
  }

  @Test
  public void throttled_negativeTime_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> LookupException.throttled("busy", Duration.ofSeconds(-1), null))
            .getMessage(),
        equalTo("LookupException.throttled(): retryAfter must not be negative, but was: PT-1S"));
  }
}
