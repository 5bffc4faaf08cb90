package io.summerbeam.samples.orders;

import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** A step of one's own: what an order costs, which is its price times its quantity. */
final class AddAmount implements RowStep {

  private static final long serialVersionUID = 1;

  static final String AMOUNT = "amount";

  @Override
  public String stepName() {
    return "Amount";
  }

  @Override
  public Schema outputSchema(Schema input) {
    return Schema.builder()
        .addFields(input.getFields())
        .addField(AMOUNT, FieldType.DECIMAL)
        .build();
  }

  @Override
  public RowFunction open(Schema input) {
    int price = input.indexOf("price");
    int quantity = input.indexOf("quantity");
    Schema output = outputSchema(input);
    return (row, context) -> {
      BigDecimal each = row.getDecimal(price);
      Long number = row.getInt64(quantity);
      if (each == null || number == null) {
        throw new IllegalStateException("price and quantity are never null.");
      }
      List<Object> values = new ArrayList<>(row.getValues());
      values.add(each.multiply(BigDecimal.valueOf(number)));
      return Row.withSchema(output).attachValues(values);
    };
  }
}
