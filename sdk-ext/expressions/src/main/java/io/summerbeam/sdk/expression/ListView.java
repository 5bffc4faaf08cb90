package io.summerbeam.sdk.expression;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/** An array as CEL sees it; its elements are converted when they are asked for. */
final class ListView extends AbstractList<Object> implements RandomAccess {

  private final List<?> list;
  private final Conversion element;

  ListView(List<?> list, Conversion element) {
    this.list = list;
    this.element = element;
  }

  /** Of an iterable, which is read once. */
  static List<Object> copyOf(Iterable<?> iterable, Conversion element) {
    List<Object> copy = new ArrayList<>();
    iterable.forEach(value -> copy.add(element.toCelOrNull(value)));
    return copy;
  }

  @Override
  public Object get(int index) {
    return element.toCelOrNull(list.get(index));
  }

  @Override
  public int size() {
    return list.size();
  }
}
