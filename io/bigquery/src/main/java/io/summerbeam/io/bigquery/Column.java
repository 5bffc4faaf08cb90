package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param index the index of its field in the Row
 */
record Column(String name, int index, ColumnType type, boolean nullable, String description)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The column as the service is told of it. */
  TableFieldSchema toFieldSchema() {
    TableFieldSchema field =
        new TableFieldSchema()
            .setName(name)
            .setType(type.name())
            .setMode(type.repeated() ? "REPEATED" : nullable ? "NULLABLE" : "REQUIRED");
    if (!description.isEmpty()) {
      field.setDescription(description);
    }
    Columns inner = type.inner();
    return inner == null ? field : field.setFields(inner.toFieldSchemas());
  }

  /** Puts a value of the Row into the cells of a table's row; a null is left out there. */
  void write(@Nullable Object value, Map<String, Object> cells) throws UnwritableRowException {
    if (value != null) {
      try {
        cells.put(name, type.writer().write(value));
      } catch (UnwritableRowException e) {
        throw e.in(name);
      }
    } else if (!nullable && !type.repeated()) {
      throw new UnwritableRowException("is null and REQUIRED").in(name);
    }
  }
}
