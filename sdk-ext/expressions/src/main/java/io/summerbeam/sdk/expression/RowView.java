package io.summerbeam.sdk.expression;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A Row as CEL sees it: names to values, converted when they are asked for. */
final class RowView extends AbstractMap<Object, Object> {

  private final Row row;
  private final RowShape shape;

  RowView(Row row, RowShape shape) {
    this.row = row;
    this.shape = shape;
  }

  Row row() {
    return row;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String text && containsKey(text) ? shape.value(row, text) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && shape.names().contains(text);
  }

  @Override
  public int size() {
    return shape.names().size();
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Object, Object>> iterator() {
        Iterator<String> names = shape.names().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return names.hasNext();
          }

          @Override
          public Entry<Object, Object> next() {
            String name = names.next();
            return Map.entry(name, shape.value(row, name));
          }
        };
      }

      @Override
      public int size() {
        return shape.names().size();
      }
    };
  }
}
