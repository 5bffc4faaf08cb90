package io.summerbeam.sdk.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.testing.Leftovers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RegistryCacheTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger loads = new AtomicInteger();
  private final RegistryCache<Integer, String> cache =
      new RegistryCache<>(value -> !value.isEmpty(), now::get);

  @Test
  public void answer_thatLasts_isKeptForGood() throws Exception {
    assertThat(get(1, "one"), equalTo("one"));
    now.addAndGet(RegistryCache.SHORT.multipliedBy(1_000).toNanos());
    assertThat(get(1, "other"), equalTo("one"));
    assertThat(loads.get(), equalTo(1));
  }

  @Test
  public void answer_thatMayChange_isKeptForAWhile() throws Exception {
    assertThat(get(1, ""), equalTo(""));
    now.addAndGet(RegistryCache.SHORT.toNanos() - 1);
    assertThat(get(1, "one"), equalTo(""));
    now.addAndGet(1);
    assertThat(get(1, "one"), equalTo("one"));
  }

  @Test
  public void answers_areBounded_thoseThatLastAndThoseThatMayChange() throws Exception {
    for (String answer : List.of("x", "")) {
      loads.set(0);
      // Which of them is forgotten is the cache's choice.
      for (int twice = 0; twice < 2; twice++) {
        for (int i = 0; i <= RegistryCache.MAX_ANSWERS; i++) {
          get(answer.isEmpty() ? -1 - i : i, answer);
        }
      }
      assertThat(loads.get(), greaterThan(RegistryCache.MAX_ANSWERS + 1));
    }
  }

  @Test
  public void answersThatMayChange_pushOutNoneThatLasts() throws Exception {
    get(0, "x");
    for (int i = 1; i <= 2 * RegistryCache.MAX_ANSWERS; i++) {
      get(i, "");
    }
    loads.set(0);
    assertThat(get(0, "other"), equalTo("x"));
    assertThat(loads.get(), equalTo(0));
  }

  @Test
  public void failure_isNotKept() throws Exception {
    assertThrows(
        RegistryException.class,
        () ->
            cache.get(
                1,
                () -> {
                  throw new RegistryException("no", null);
                }));
    assertThat(get(1, "one"), equalTo("one"));
  }

  @Test
  public void manyWhoAskAtOnce_areAnsweredByOneRequest() throws Exception {
    assertThat(askTogether(() -> "one"), contains("one", "one", "one"));
    assertThat(loads.get(), equalTo(1));
  }

  @Test
  public void manyWhoAskAtOnce_failTogether() throws Exception {
    assertThat(
        askTogether(
            () -> {
              throw new RegistryException("no", null);
            }),
        contains("no", "no", "no"));
    assertThat(loads.get(), equalTo(1));
  }

  /** Three ask; the first is answered when the others wait for its answer. */
  private List<String> askTogether(RegistryCache.Load<String> answer) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    List<FutureTask<String>> questions = new ArrayList<>();
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      FutureTask<String> question =
          new FutureTask<>(
              () ->
                  cache.get(
                      1,
                      () -> {
                        loads.incrementAndGet();
                        asked.countDown();
                        awaitUninterrupted(answered);
                        return answer.load();
                      }));
      questions.add(question);
      Thread asker = new Thread(question);
      askers.add(asker);
      asker.start();
      asked.await();
    }
    for (Thread asker : askers.subList(1, 3)) {
      Leftovers.await("waits for the answer", () -> waitsForAnother(asker));
    }
    answered.countDown();
    List<String> answers = new ArrayList<>();
    for (FutureTask<String> question : questions) {
      try {
        answers.add(question.get());
      } catch (ExecutionException e) {
        answers.add(e.getCause().getMessage());
      }
    }
    return answers;
  }

  private static boolean waitsForAnother(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(RegistryCache.class.getName())
                    && frame.getMethodName().equals("await"));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String get(int key, String answer) throws RegistryException {
    return cache.get(
        key,
        () -> {
          loads.incrementAndGet();
          return answer;
        });
  }
}
