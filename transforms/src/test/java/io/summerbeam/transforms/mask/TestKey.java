package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeySource;
import java.util.Random;

/** A key that is made of a number, which is its reference. */
record TestKey(int seed, int length) implements KeySource {

  static final TestKey KEY = new TestKey(1, 32);
  static final TestKey OTHER = new TestKey(2, 32);

  @Override
  public byte[] read() {
    byte[] key = new byte[length];
    new Random(seed).nextBytes(key);
    return key;
  }

  @Override
  public String toString() {
    return "test:" + seed;
  }
}
