package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.Fields;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.SchemaCoder;

/** The functions there are, and which types they take. */
final class Measures {

  private static final Set<TypeName> WHOLE =
      Set.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64);
  private static final Set<TypeName> FLOATING = Set.of(TypeName.FLOAT, TypeName.DOUBLE);
  private static final Set<TypeName> COMPARABLE =
      Set.of(
          TypeName.BYTE,
          TypeName.INT16,
          TypeName.INT32,
          TypeName.INT64,
          TypeName.FLOAT,
          TypeName.DOUBLE,
          TypeName.DECIMAL,
          TypeName.STRING,
          TypeName.DATETIME,
          TypeName.BOOLEAN);

  private Measures() {}

  /** How many records there are. */
  record Count(String name) implements Measure {

    @Override
    public String text() {
      return "count()";
    }

    @Override
    public Bound bind(Schema input) {
      return new BoundCount();
    }
  }

  /** How many records keep a condition. */
  record CountIf(String condition, String name) implements Measure {

    @Override
    public String text() {
      return "countIf(" + condition + ")";
    }

    @Override
    public Bound bind(Schema input) {
      return new BoundCountIf(Expression.of(condition).bindCondition(input, "Aggregate.countIf()"));
    }
  }

  /** A sum or a mean of numbers. */
  record Sum(String field, String name, boolean mean) implements Measure {

    @Override
    public String text() {
      return (mean ? "mean(" : "sum(") + field + ")";
    }

    @Override
    public Bound bind(Schema input) {
      int index = Fields.indexOf(field, input, "Aggregate." + text());
      TypeName type = input.getField(index).getType().getTypeName();
      if (WHOLE.contains(type)) {
        return new BoundWholeNumber(index, text(), mean);
      }
      if (FLOATING.contains(type)) {
        return new BoundFloatingPoint(index, mean);
      }
      if (type == TypeName.DECIMAL) {
        return new BoundDecimal(index, text(), mean);
      }
      throw new IllegalArgumentException(
          "Aggregate." + text() + ": the field must be a number, but is " + type + ".");
    }
  }

  /** A minimum or a maximum. */
  record Extreme(String field, String name, boolean greatest) implements Measure {

    @Override
    public String text() {
      return (greatest ? "max(" : "min(") + field + ")";
    }

    @Override
    public Bound bind(Schema input) {
      int index = Fields.indexOf(field, input, "Aggregate." + text());
      FieldType type = input.getField(index).getType();
      if (!COMPARABLE.contains(type.getTypeName())) {
        throw new IllegalArgumentException(
            "Aggregate."
                + text()
                + ": the field must be of a type with an order (numbers, text, time, boolean), but"
                + " is "
                + type.getTypeName()
                + ".");
      }
      return new BoundExtreme(
          index,
          greatest,
          type.withNullable(true),
          NullableCoder.of(SchemaCoder.coderForFieldType(type.withNullable(false))));
    }
  }

  private record BoundCount() implements Measure.Bound {

    @Override
    public FieldType type() {
      return FieldType.INT64;
    }

    @Override
    public Cell newCell() {
      return new CountCell(row -> true);
    }
  }

  private record BoundCountIf(BoundCondition condition) implements Measure.Bound {

    @Override
    public FieldType type() {
      return FieldType.INT64;
    }

    @Override
    public Cell newCell() {
      return new CountCell(condition::test);
    }
  }

  private record BoundWholeNumber(int index, String text, boolean mean) implements Measure.Bound {

    @Override
    public FieldType type() {
      return (mean ? FieldType.DOUBLE : FieldType.INT64).withNullable(true);
    }

    @Override
    public Cell newCell() {
      return mean ? WholeNumberCell.mean(index) : WholeNumberCell.sum(index, text);
    }
  }

  private record BoundFloatingPoint(int index, boolean mean) implements Measure.Bound {

    @Override
    public FieldType type() {
      return FieldType.DOUBLE.withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new FloatingPointCell(index, mean);
    }
  }

  private record BoundDecimal(int index, String text, boolean mean) implements Measure.Bound {

    @Override
    public FieldType type() {
      return FieldType.DECIMAL.withNullable(true);
    }

    @Override
    public Cell newCell() {
      return new DecimalCell(index, text, mean);
    }
  }

  private record BoundExtreme(int index, boolean greatest, FieldType type, Coder<Object> coder)
      implements Measure.Bound {

    @Override
    public Cell newCell() {
      return new ExtremeCell(index, greatest, coder);
    }
  }
}
