package io.summerbeam.transforms.enrich;

import java.io.Serializable;
import java.util.List;

/**
 * A new field of the record, and what of the table is in it.
 *
 * @param nested whether it is a row of the table's fields; else there is one field, taken as it is
 * @param tableFields none for all of them, which only a row has
 */
record TakenField(String newField, boolean nested, List<String> tableFields)
    implements Serializable {

  String described() {
    return newField
        + " = table."
        + (!nested
            ? tableFields.get(0)
            : tableFields.isEmpty() ? "*" : "{" + String.join(", ", tableFields) + "}");
  }
}
