package io.summerbeam.transforms.lookup;

import java.util.List;

/**
 * Keys that are in one request.
 *
 * @param attempt the how many-th for just these keys
 * @param tries how many times any of these keys was tried, this one included
 */
record Part(List<Object> keys, int attempt, int tries) {

  Part again() {
    return new Part(keys, attempt + 1, tries + 1);
  }

  /** The same request for some of the keys. */
  Part of(List<Object> some) {
    return new Part(some, attempt, tries);
  }

  Part firstHalf() {
    return new Part(keys.subList(0, keys.size() / 2), 1, tries + 1);
  }

  Part secondHalf() {
    return new Part(keys.subList(keys.size() / 2, keys.size()), 1, tries + 1);
  }
}
