package io.summerbeam.io.jdbc;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** How much a batch holds. */
@RunWith(JUnit4.class)
public final class WriteBatchTest {

  private static final int MEBIBYTE = 1 << 20;

  private static PendingRow row(Schema schema, Object... values) {
    return PendingRow.withoutTime(
        Row.withSchema(schema).addValues(values).build(),
        new Object[] {values[0]},
        List.of(),
        false);
  }

  private static int rowsUntilFull(PendingRow row) {
    WriteBatch batch = new WriteBatch(100, null);
    int rows = 0;
    while (!batch.isFull()) {
      batch.add(row);
      rows++;
    }
    assertThat(batch.take().size(), equalTo(rows));
    assertThat(batch.isFull(), equalTo(false));
    return rows;
  }

  @Test
  public void batch_holdsSoManyRows() {
    assertThat(rowsUntilFull(row(Schema.builder().addInt32Field("id").build(), 1)), equalTo(100));
  }

  @Test
  public void batch_holdsEightMebibytesOfValues() {
    assertThat(
        rowsUntilFull(row(Schema.builder().addByteArrayField("b").build(), new byte[MEBIBYTE])),
        equalTo(8));
  }

  @Test
  public void batch_countsTheRecordsThatRowsCameFrom() {
    Schema schema = Provenance.addTo(Schema.builder().addInt32Field("id").build());
    byte[] provenance =
        Provenance.ofKafka("in", 0, 1).withPayload(new byte[MEBIBYTE], "json").toBytes();
    assertThat(rowsUntilFull(row(schema, 1, provenance)), equalTo(8));
    assertThat(rowsUntilFull(row(schema, 1, null)), equalTo(100));
  }
}
