package io.summerbeam.transforms.lookup;

/**
 * A record and what became of its key.
 *
 * @param <R> what is kept of a record
 */
public record Answered<R>(R record, Answer answer) {

  /** Nothing of the record. */
  @Override
  public String toString() {
    return answer.toString();
  }
}
