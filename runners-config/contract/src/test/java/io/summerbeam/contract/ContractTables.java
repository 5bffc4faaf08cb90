package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/** The tables that the records of a {@link ContractCase} meet. */
final class ContractTables {

  private static final Schema KEY = Schema.builder().addStringField("id").build();
  private static final Schema NAME =
      Schema.builder().addNullableField("name", FieldType.STRING).build();
  private static final Schema NAMED =
      Schema.builder().addStringField("id").addNullableField("name", FieldType.STRING).build();
  private static final Schema CHANGE =
      Schema.builder()
          .addStringField("id")
          .addNullableField("name", FieldType.STRING)
          .addBooleanField("gone")
          .build();
  private static final Schema PAYMENT =
      Schema.builder().addStringField("id").addStringField("paid").build();

  private ContractTables() {}

  /** A bounded table: a is Anna, b is there and has no name, c is not. */
  static PCollection<Row> names(Pipeline pipeline) {
    return pipeline.apply(
        "Table",
        Create.of(
                Row.withSchema(NAMED).addValues("a", "Anna").build(),
                Row.withSchema(NAMED).addValues("b", null).build())
            .withRowSchema(NAMED));
  }

  /** The same as a snapshot. */
  record Names() implements SnapshotLoader {

    private static final long serialVersionUID = 1;

    @Override
    public Schema schema() {
      return NAMED;
    }

    @Override
    public void load(Consumer<Row> rows) {
      rows.accept(Row.withSchema(NAMED).addValues("a", "Anna").build());
      rows.accept(Row.withSchema(NAMED).addValues("b", null).build());
    }
  }

  /**
   * A snapshot in which a is called first, and second as soon as a line has come out of the
   * pipeline of a {@link GatedSource}, which it tells when that copy is in its place.
   */
  record ChangingNames(String sourceId) implements SnapshotLoader {

    private static final long serialVersionUID = 1;
    private static final Set<String> CHANGED = ConcurrentHashMap.newKeySet();

    @Override
    public Schema schema() {
      return NAMED;
    }

    @Override
    public void load(Consumer<Row> rows) {
      boolean first = GatedSource.lines(sourceId) == 0;
      // It loads the second one again, so that the one before is in its place.
      if (!first && !CHANGED.add(sourceId)) {
        GatedSource.saw(sourceId);
      }
      rows.accept(Row.withSchema(NAMED).addValues("a", first ? "first" : "second").build());
    }
  }

  /** The same as a lookup, which cannot be asked for the key that is named here. */
  record NamesByKey(String refused) implements RowLookupSource {

    private static final long serialVersionUID = 1;

    @Override
    public Schema keySchema() {
      return KEY;
    }

    @Override
    public Schema valueSchema() {
      return NAME;
    }

    @Override
    public Lookup<Row, Row> open() {
      return new Lookup<>() {
        @Override
        public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
          Map<Row, Row> answer = new HashMap<>();
          for (Row key : keys) {
            String id = key.getString(0);
            if (id.equals(refused)) {
              return CompletableFuture.failedFuture(
                  LookupException.permanent("The key is refused.", null));
            }
            if (id.equals("a")) {
              answer.put(key, Row.withSchema(NAME).addValue("Anna").build());
            } else if (id.equals("b")) {
              answer.put(key, Row.withSchema(NAME).addValue(null).build());
            }
          }
          return CompletableFuture.completedFuture(answer);
        }

        @Override
        public void close() {}
      };
    }
  }

  /** A table as its changes, out of order. */
  static PCollection<Row> changes(Pipeline pipeline) {
    return pipeline
        .apply(
            "Changes",
            Create.timestamped(
                    // Met by the records of 02:00, not by those before 01:00.
                    change("2001-01-01T01:00:00Z", "a", "Anne", false),
                    change("2001-01-01T00:00:00Z", "a", "Anna", false),
                    change("2000-12-31T12:00:00Z", "a", "Anja", false),
                    // Met by the record of the same time, gone for the next.
                    change("2001-01-01T23:00:00Z", "b", "Bob", false),
                    change("2001-01-01T23:30:00Z", "b", null, true),
                    // A minute too late for the record.
                    change("1970-01-01T00:00:00Z", "c", "Cid", false))
                .withCoder(RowCoder.of(CHANGE)))
        .setRowSchema(CHANGE);
  }

  /** What is near to some of the records in time. */
  static PCollection<Row> payments(Pipeline pipeline) {
    return pipeline
        .apply(
            "Payments",
            Create.timestamped(
                    payment("2001-01-01T00:30:00Z", "a", "p1"),
                    payment("2001-01-01T23:30:00Z", "b", "p2"),
                    payment("2001-01-01T22:59:59.999Z", "b", "p3"))
                .withCoder(RowCoder.of(PAYMENT)))
        .setRowSchema(PAYMENT);
  }

  private static TimestampedValue<Row> change(String time, String id, String name, boolean gone) {
    return TimestampedValue.of(
        Row.withSchema(CHANGE).addValues(id, name, gone).build(), Instant.parse(time));
  }

  private static TimestampedValue<Row> payment(String time, String id, String paid) {
    return TimestampedValue.of(
        Row.withSchema(PAYMENT).addValues(id, paid).build(), Instant.parse(time));
  }
}
