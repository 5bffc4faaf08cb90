package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.RowValues;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Java code on the whole row, which it sees without provenance. */
record RowPredicateRule(SerializableFunction<Row, Boolean> predicate) implements RowRule {

  @Override
  public String text() {
    return "Java predicate";
  }

  @Override
  public RowCheck bind(Schema input, String where) {
    int hidden = Provenance.indexIn(input);
    return hidden < 0
        ? new Whole(predicate)
        : new WithoutField(predicate, hidden, Fields.visible(input));
  }

  private static final class Whole extends RowCheck {

    private final SerializableFunction<Row, Boolean> predicate;

    Whole(SerializableFunction<Row, Boolean> predicate) {
      this.predicate = predicate;
    }

    @Override
    boolean holds(Row row) {
      return predicate.apply(row);
    }
  }

  private static final class WithoutField extends RowCheck {

    private final SerializableFunction<Row, Boolean> predicate;
    private final int hidden;
    private final Schema visible;

    WithoutField(SerializableFunction<Row, Boolean> predicate, int hidden, Schema visible) {
      this.predicate = predicate;
      this.hidden = hidden;
      this.visible = visible;
    }

    @Override
    boolean holds(Row row) {
      List<@Nullable Object> values = new ArrayList<>(Arrays.asList(RowValues.of(row)));
      values.remove(hidden);
      return predicate.apply(Row.withSchema(visible).attachValues(values));
    }
  }
}
