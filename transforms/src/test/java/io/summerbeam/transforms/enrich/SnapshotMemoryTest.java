package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.transforms.table.SizedRows;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** What a row of a snapshot takes of a worker's heap. */
public class SnapshotMemoryTest {

  // With references of 4 bytes. A key's text 48, its entry in the map 42, the array of what is
  // taken 24, two texts in it 56 and 48.
  private static final long OF_TEXT_KEY = 220;

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  public void row_takesAboutWhatTheJavadocSays() throws Exception {
    long snapshot = SizedRows.bytesEach(SnapshotMemoryTest::snapshot);

    System.out.printf("%d bytes a row%n", snapshot);
    assertThat(snapshot, lessThan(OF_TEXT_KEY * 3 / 2));
  }

  private static SnapshotTable snapshot() {
    SizedLoader loader = new SizedLoader();
    SnapshotRows rows =
        new SnapshotRows(
            new SnapshotUse(loader, List.of("key"), List.of("name", "city"), HOUR, HOUR, HOUR),
            () -> false);
    loader.load(rows);
    return rows.table(0);
  }

  /** Loads them all. */
  private record SizedLoader() implements SnapshotLoader {

    @Override
    public Schema schema() {
      return SizedRows.SCHEMA;
    }

    @Override
    public void load(Consumer<Row> rows) {
      for (int i = 0; i < SizedRows.COUNT; i++) {
        rows.accept(SizedRows.row(i));
      }
    }
  }
}
