package io.summerbeam.transforms.lookup;

import java.util.concurrent.atomic.AtomicBoolean;

/** An answer in the cache: how old it is, and whether somebody asks for a newer one. */
final class CachedAnswer {

  final Answer answer;
  final long writtenNanos;
  private final AtomicBoolean refreshing = new AtomicBoolean();

  CachedAnswer(Answer answer, long writtenNanos) {
    this.answer = answer;
    this.writtenNanos = writtenNanos;
  }

  /** Whether it is the caller who is to ask for a newer one; true once until {@link #stay}. */
  boolean refresh() {
    return refreshing.compareAndSet(false, true);
  }

  /** There was no newer one: the next one may ask. */
  void stay() {
    refreshing.set(false);
  }
}
