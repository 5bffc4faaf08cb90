package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.windows.Readings;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.types.Row;

/** Where the results of a query end: sensor, start of the window, count, sum, mean. */
final class RowToChecksum implements MapFunction<Row, Boolean> {

  private static final long serialVersionUID = 1;

  @Override
  public Boolean map(Row row) {
    LocalDateTime start = row.getFieldAs(1);
    Long count = row.getFieldAs(2);
    Long sum = row.getFieldAs(3);
    Double mean = row.getFieldAs(4);
    Readings.result(
        row.getFieldAs(0), start.toInstant(ZoneOffset.UTC).toEpochMilli(), count, sum, mean);
    return true;
  }
}
