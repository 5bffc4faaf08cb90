package io.summerbeam.transforms.pairing;

import java.io.Serializable;
import java.util.List;

/**
 * A new field of the record, and what of the other row is in it.
 *
 * @param nested whether it is a row of fields; else there is one field, taken as it is
 * @param fields none for all of them, which only a row has
 */
record TakenField(String newField, boolean nested, List<String> fields) implements Serializable {

  String described(String other) {
    return newField
        + " = "
        + other
        + "."
        + (!nested
            ? fields.get(0)
            : fields.isEmpty() ? "*" : "{" + String.join(", ", fields) + "}");
  }
}
