package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Does at each load what its test says, also when the pipeline was serialized in between. */
record ScriptedLoader(String id) implements SnapshotLoader {

  static final Schema TABLE =
      Schema.builder()
          .addNullableField("id", FieldType.STRING)
          .addStringField("name")
          .addNullableField("price", FieldType.INT64)
          .build();

  private static final Map<String, Load> LOADS = new ConcurrentHashMap<>();
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  /** What a load does. */
  interface Load {
    void load(Consumer<Row> rows) throws LookupException;
  }

  static ScriptedLoader of(Load load) {
    ScriptedLoader loader = new ScriptedLoader(UUID.randomUUID().toString());
    loader.then(load);
    return loader;
  }

  static ScriptedLoader ofRows(Row... rows) {
    return of(each(rows));
  }

  static Load each(Row... rows) {
    return to -> {
      for (Row row : rows) {
        to.accept(row);
      }
    };
  }

  static Row row(String id, String name, Long price) {
    return Row.withSchema(TABLE).addValues(id, name, price).build();
  }

  /** What the loads from now on do. */
  void then(Load load) {
    LOADS.put(id, load);
  }

  /** How many loads began. */
  int loads() {
    return COUNTS.computeIfAbsent(id, unused -> new AtomicInteger()).get();
  }

  @Override
  public Schema schema() {
    return TABLE;
  }

  @Override
  public void load(Consumer<Row> rows) throws LookupException {
    COUNTS.computeIfAbsent(id, unused -> new AtomicInteger()).incrementAndGet();
    LOADS.get(id).load(rows);
  }
}
