package io.summerbeam.transforms.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keys that are asked for together, until all of them are answered: one request at a time, more
 * than one where it is repeated or parted. What it says of itself is complete when a listener hears
 * of it.
 */
public final class Call {

  private final List<Object> keys;
  private final Map<Object, Answer> answers = new HashMap<>();
  private final List<Long> latencies = new ArrayList<>();
  private List<Consumer<Call>> listeners = new ArrayList<>();
  private int requests;
  private int retries;
  private long keysAsked;
  private long throttledNanos;
  private boolean done;

  /**
   * @param keys not to be changed
   */
  Call(List<Object> keys) {
    this.keys = keys;
  }

  /** The keys it asks for. */
  public List<Object> keys() {
    return keys;
  }

  /** What became of a key, once it is done. */
  public synchronized Answer answer(Object key) {
    Answer answer = answers.get(key);
    if (answer == null) {
      throw new IllegalStateException("The lookup has not answered for a key it was asked for.");
    }
    return answer;
  }

  /** How many requests were sent. */
  public synchronized int requests() {
    return requests;
  }

  /** How many of them were sent because one before them had failed and might pass. */
  public synchronized int retries() {
    return retries;
  }

  /** How many keys were in them. */
  public synchronized long keysAsked() {
    return keysAsked;
  }

  /** How long it took each time until it was answered, in nanoseconds. */
  public synchronized List<Long> latencies() {
    return List.copyOf(latencies);
  }

  /** How long was waited because the other side, or a rate limit, wants fewer requests. */
  public synchronized long throttledNanos() {
    return throttledNanos;
  }

  /** The listener hears of it when all keys are answered; at once if they are. */
  void whenDone(Consumer<Call> listener) {
    synchronized (this) {
      if (!done) {
        listeners.add(listener);
        return;
      }
    }
    listener.accept(this);
  }

  synchronized void sent(int requestCount, int keyCount, boolean again) {
    requests += requestCount;
    keysAsked += keyCount;
    if (again) {
      retries += requestCount;
    }
  }

  synchronized void took(long nanos) {
    latencies.add(nanos);
  }

  synchronized void throttled(long nanos) {
    throttledNanos += nanos;
  }

  synchronized void answered(Object key, Answer answer) {
    answers.put(key, answer);
  }

  /** The keys that are not answered yet get this for an answer. */
  synchronized void giveUp(Answer answer) {
    keys.forEach(key -> answers.putIfAbsent(key, answer));
  }

  void done() {
    List<Consumer<Call>> told;
    synchronized (this) {
      done = true;
      told = listeners;
      listeners = List.of();
    }
    told.forEach(listener -> listener.accept(this));
  }
}
