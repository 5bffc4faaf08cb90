package io.summerbeam.transforms.lookup;

import java.util.List;

/**
 * Keys that are in one request.
 *
 * @param attempt the how many-th for just these keys, or since others with them had answers
 * @param tries how many times any of these keys was tried, this one included
 * @param failAlone whether others that were asked for with them had answers
 */
record Part(List<Object> keys, int attempt, int tries, boolean failAlone) {

  Part again() {
    return new Part(keys, attempt + 1, tries + 1, failAlone);
  }

  /**
   * The same request, of the keys that may have their answers later. Where it got on, its retries
   * begin anew.
   *
   * @param othersAnswered whether others had theirs
   */
  Part left(List<Object> some, boolean othersAnswered) {
    return new Part(
        some, some.size() < keys.size() ? 1 : attempt, tries, failAlone || othersAnswered);
  }

  /** Some of the keys, where all of them are too many to be asked for at once. */
  Part of(int from, int to) {
    return new Part(keys.subList(from, to), attempt, tries, failAlone);
  }

  Part firstHalf() {
    return new Part(keys.subList(0, keys.size() / 2), 1, tries + 1, failAlone);
  }

  Part secondHalf() {
    return new Part(keys.subList(keys.size() / 2, keys.size()), 1, tries + 1, failAlone);
  }
}
