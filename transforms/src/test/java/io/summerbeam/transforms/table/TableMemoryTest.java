package io.summerbeam.transforms.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** What a row of a table takes of a worker's heap, beside a map of rows. */
public class TableMemoryTest {

  // With references of 4 bytes. A key's text 48, its entry in the map 42, the array of what is
  // taken 24, two texts in it 56 and 48, and 32 as bytes.
  private static final long OF_TEXT_KEY = 250;

  // A key's number 24; as bytes 26.
  private static final long OF_NUMBER_KEY = 220;

  private static final int CHUNK_BYTES = 1 << 18;

  @Test
  public void row_ofATextAsKey_takesAboutWhatTheJavadocSays() throws Exception {
    assertTakes(OF_TEXT_KEY, "key");
  }

  @Test
  public void row_ofANumberAsKey_takesAboutWhatTheJavadocSays() throws Exception {
    assertTakes(OF_NUMBER_KEY, "number");
  }

  private static void assertTakes(long bytes, String key) throws Exception {
    long table = SizedRows.bytesEach(() -> table(key));
    long map = SizedRows.bytesEach(() -> map(key));

    System.out.printf("%s: %d bytes a row, %d in a HashMap<Row, Row>%n", key, table, map);
    assertThat(table, lessThan(bytes * 3 / 2));
    assertThat(table, lessThan(map));
  }

  private static TableIndex table(String key) throws Exception {
    TableEntries shape =
        new TableEntries(
            SizedRows.SCHEMA, indexes(key), indexes("name", "city"), "Enrich.fromTable()", true);
    List<byte[]> chunks = new ArrayList<>();
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (int i = 0; i < SizedRows.COUNT; i++) {
      shape.write(SizedRows.row(i), chunk);
      if (chunk.size() >= CHUNK_BYTES) {
        chunks.add(chunk.toByteArray());
        chunk.reset();
      }
    }
    chunks.add(chunk.toByteArray());
    return TableIndex.checked(chunks, shape);
  }

  private static Map<Row, Row> map(String key) {
    Schema keys = schema(key);
    Schema taken = schema("name", "city");
    Map<Row, Row> map = new HashMap<>();
    for (int i = 0; i < SizedRows.COUNT; i++) {
      Row row = SizedRows.row(i);
      map.put(
          Row.withSchema(keys).attachValues(row.<Object>getValue(key)),
          Row.withSchema(taken)
              .attachValues(row.<Object>getValue("name"), row.<Object>getValue("city")));
    }
    return map;
  }

  private static int[] indexes(String... fields) {
    return List.of(fields).stream().mapToInt(SizedRows.SCHEMA::indexOf).toArray();
  }

  private static Schema schema(String... fields) {
    return Schema.of(
        List.of(fields).stream().map(SizedRows.SCHEMA::getField).toArray(Schema.Field[]::new));
  }
}
