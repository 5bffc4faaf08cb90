package io.summerbeam.transforms.inmemory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.util.CoderUtils;

/** A bag that keeps bytes, as runners do, and gives what is in it in another order each time. */
public final class BagInMemory<T> implements BagState<T> {

  private final Coder<T> coder;
  private final Random random;
  private final List<byte[]> content = new ArrayList<>();

  /** An empty one. */
  public BagInMemory(Coder<T> coder, Random random) {
    this.coder = coder;
    this.random = random;
  }

  @Override
  public void add(T value) {
    try {
      content.add(CoderUtils.encodeToByteArray(coder, value));
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<T> read() {
    List<T> values = new ArrayList<>();
    for (byte[] bytes : content) {
      try {
        values.add(CoderUtils.decodeFromByteArray(coder, bytes));
      } catch (CoderException e) {
        throw new AssertionError(e);
      }
    }
    Collections.shuffle(values, random);
    return values;
  }

  /** How many there are. */
  public int size() {
    return content.size();
  }

  @Override
  public void clear() {
    content.clear();
  }

  @Override
  public BagState<T> readLater() {
    return this;
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    throw new UnsupportedOperationException();
  }
}
