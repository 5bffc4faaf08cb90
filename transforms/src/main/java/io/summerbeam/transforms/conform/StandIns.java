package io.summerbeam.transforms.conform;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;

/** Defaults as values of their fields' types. */
final class StandIns {

  private static final Map<Class<?>, FieldType> NUMBERS =
      Map.of(
          Byte.class,
          FieldType.BYTE,
          Short.class,
          FieldType.INT16,
          Integer.class,
          FieldType.INT32,
          Long.class,
          FieldType.INT64,
          Float.class,
          FieldType.FLOAT,
          Double.class,
          FieldType.DOUBLE,
          BigDecimal.class,
          FieldType.DECIMAL);

  private StandIns() {}

  /**
   * @param given a value of the type, a number, or a text that is read
   * @throws IllegalArgumentException if it is no value of the type
   */
  static Object of(Object given, FieldType type, String where) {
    try {
      Object value = given;
      FieldType plain = Types.plain(type);
      FieldType number = NUMBERS.get(given.getClass());
      if (given instanceof String && plain.getTypeName() != TypeName.STRING) {
        value =
            Casts.between(FieldType.STRING, type, new Treatment.Parse(TextForm.standard()), where)
                .of(given);
      } else if (given instanceof String || number != null) {
        value =
            Casts.between(number == null ? FieldType.STRING : number, type, null, where).of(given);
      }
      // Looks at the Java class, at any depth.
      Row.withSchema(Schema.of(Field.of("value", type))).addValue(value).build();
      return value;
    } catch (MisfitException | RuntimeException e) {
      throw new IllegalArgumentException(
          where
              + ": withDefault() must be given a value of the field's type, "
              + Types.name(type)
              + ", but was given one of "
              + given.getClass().getName()
              + (e instanceof MisfitException ? ": " + e.getMessage() : "."),
          e);
    }
  }
}
