package io.summerbeam.transforms.enrich;

import java.io.Serializable;

/**
 * A part of a key: what it is of the record, and the field of the table that it must equal.
 *
 * @param text a field's name, or an expression
 */
record KeyPart(String text, boolean computed, String tableField) implements Serializable {

  String described() {
    return text + " = table." + tableField;
  }
}
