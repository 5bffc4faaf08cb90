package io.summerbeam.transforms.join;

import java.io.Serializable;

/**
 * A part of a key: what of a left record must equal what of a right one.
 *
 * @param computed whether these are expressions; else names of fields
 */
record JoinKey(String left, String right, boolean computed) implements Serializable {

  String described() {
    return left + (computed ? " = right: " : " = right.") + right;
  }
}
