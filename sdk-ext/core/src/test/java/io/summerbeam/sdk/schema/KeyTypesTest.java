package io.summerbeam.sdk.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.OneOfType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.junit.Test;

public class KeyTypesTest {

  private static final FieldType NUMERIC = FieldType.logicalType(FixedPrecisionNumeric.of(10, 2));
  private static final FieldType FIXED_BYTES = FieldType.logicalType(FixedBytes.of(2));

  private static final List<FieldType> SCALARS =
      List.of(
          FieldType.STRING,
          FieldType.INT64,
          FieldType.BOOLEAN,
          FieldType.DATETIME,
          FieldType.INT32.withNullable(true),
          FieldType.logicalType(SqlTypes.DATE),
          FieldType.logicalType(SqlTypes.TIMESTAMP),
          FieldType.logicalType(SqlTypes.UUID),
          FieldType.logicalType(VariableString.of(3)),
          FieldType.logicalType(EnumerationType.create("A")));

  private static final List<FieldType> MANY_FORMS =
      List.of(
          FieldType.FLOAT,
          FieldType.DOUBLE,
          FieldType.DECIMAL,
          FieldType.map(FieldType.STRING, FieldType.INT64),
          NUMERIC,
          row(FieldType.DECIMAL),
          row(row(NUMERIC)),
          FieldType.array(FieldType.DOUBLE),
          FieldType.iterable(row(FieldType.FLOAT)),
          FieldType.logicalType(OneOfType.create(Schema.Field.of("d", FieldType.DECIMAL))));

  private static final List<FieldType> ONE_FORM_BUT_NO_SCALAR =
      List.of(
          FieldType.BYTES,
          FIXED_BYTES,
          row(FieldType.STRING),
          FieldType.array(FieldType.STRING),
          FieldType.iterable(FieldType.STRING),
          FieldType.logicalType(OneOfType.create(Schema.Field.of("b", FieldType.BYTES))));

  @Test
  public void requireOneForm_equalValuesAreEqualBytes_passes() {
    SCALARS.forEach(type -> KeyTypes.requireOneForm(type, "k", "Test"));
    ONE_FORM_BUT_NO_SCALAR.forEach(type -> KeyTypes.requireOneForm(type, "k", "Test"));
  }

  @Test
  public void requireOneForm_manyFormsAtAnyDepth_isRefused() {
    for (FieldType type : MANY_FORMS) {
      assertThrows(
          type.toString(),
          IllegalArgumentException.class,
          () -> KeyTypes.requireOneForm(type, "k", "Test"));
    }
  }

  @Test
  public void requireScalar_equalValuesAreEqualObjects_passes() {
    SCALARS.forEach(type -> KeyTypes.requireScalar(type, "k", "Test"));
  }

  @Test
  public void requireScalar_anythingElse_isRefused() {
    for (List<FieldType> types : List.of(MANY_FORMS, ONE_FORM_BUT_NO_SCALAR)) {
      for (FieldType type : types) {
        assertThrows(
            type.toString(),
            IllegalArgumentException.class,
            () -> KeyTypes.requireScalar(type, "k", "Test"));
      }
    }
  }

  @Test
  public void messages_sayFieldTypeAndRule() {
    assertThat(
        message(() -> KeyTypes.requireOneForm(FieldType.DOUBLE, "price", "Aggregate.by()")),
        equalTo(
            "Aggregate.by(): a key must be of a type in which equal values have one form (no"
                + " floating point, decimal or map), but 'price' is DOUBLE. Convert it before."));
    assertThat(
        message(() -> KeyTypes.requireScalar(FIXED_BYTES, "hash", "Enrich.on()")),
        equalTo(
            "Enrich.on(): a key must be of a type whose values are equal or not (no floating"
                + " point, decimal, bytes, array, map or row), but 'hash' contains BYTES. Convert"
                + " it before."));
  }

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  private static FieldType row(FieldType field) {
    return FieldType.row(Schema.of(Schema.Field.of("f", field)));
  }
}
