package io.summerbeam.transforms.lookup;

import java.util.List;

/**
 * Keys that are in one request.
 *
 * @param attempt the how many-th for just these keys
 * @param tries how many times any of these keys was tried, this one included
 * @param failAlone whether others that were asked for with them had answers
 */
record Part(List<Object> keys, int attempt, int tries, boolean failAlone) {

  Part again() {
    return new Part(keys, attempt + 1, tries + 1, failAlone);
  }

  /** The same request, of the keys that have no answer yet. */
  Part left(List<Object> some) {
    return new Part(some, attempt, tries, failAlone || some.size() < keys.size());
  }

  Part firstHalf() {
    return new Part(keys.subList(0, keys.size() / 2), 1, tries + 1, failAlone);
  }

  Part secondHalf() {
    return new Part(keys.subList(keys.size() / 2, keys.size()), 1, tries + 1, failAlone);
  }
}
