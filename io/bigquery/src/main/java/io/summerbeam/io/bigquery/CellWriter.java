package io.summerbeam.io.bigquery;

import java.io.Serializable;

/** Makes of a value of a Row, which is not null, what the service reads. */
interface CellWriter extends Serializable {

  /**
   * The value as a part of a TableRow.
   *
   * @throws UnwritableRowException if the column cannot hold it
   */
  Object write(Object value) throws UnwritableRowException;
}
