package io.summerbeam.sdk.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  public void answers_areBounded() throws Exception {
    for (int i = 0; i <= RegistryCache.MAX_ANSWERS; i++) {
      get(i, "x");
    }
    get(0, "x");
    assertThat(loads.get(), equalTo(RegistryCache.MAX_ANSWERS + 2));
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
    assertThat(
        askTogether(
            () ->
                cache.get(
                    1,
                    () -> {
                      loads.incrementAndGet();
                      awaitWaiting();
                      return "one";
                    })),
        contains("one", "one", "one"));
    assertThat(loads.get(), equalTo(1));
  }

  @Test
  public void manyWhoAskAtOnce_failTogether() throws Exception {
    assertThat(
        askTogether(
            () ->
                cache.get(
                    1,
                    () -> {
                      loads.incrementAndGet();
                      awaitWaiting();
                      throw new RegistryException("no", null);
                    })),
        contains("no", "no", "no"));
    assertThat(loads.get(), equalTo(1));
  }

  private final List<Thread> askers = new ArrayList<>();

  private List<String> askTogether(Callable<String> question) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            3,
            run -> {
              Thread thread = new Thread(run);
              askers.add(thread);
              return thread;
            });
    CountDownLatch allThere = new CountDownLatch(3);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(
          threads.submit(
              () -> {
                allThere.countDown();
                allThere.await();
                return question.call();
              }));
    }
    List<String> texts = new ArrayList<>();
    for (Future<String> answer : answers) {
      try {
        texts.add(answer.get());
      } catch (ExecutionException e) {
        texts.add(e.getCause().getMessage());
      }
    }
    threads.shutdown();
    return texts;
  }

  /** Until all the others wait for this one. */
  private void awaitWaiting() {
    while (askers.stream()
        .anyMatch(
            each ->
                each != Thread.currentThread() && each.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
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
