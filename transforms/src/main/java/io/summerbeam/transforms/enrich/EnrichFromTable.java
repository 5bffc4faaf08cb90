package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.pairing.RowAppender;
import io.summerbeam.transforms.table.PackedTable;
import io.summerbeam.transforms.table.TableIndex;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields of a bounded table to each record, found by one or several key fields.
 *
 * <pre>{@code
 * flights.apply(
 *     Enrich.fromTable(airports)
 *         .on("origin", "iata")
 *         .take("city", "origin_city")
 *         .take("state", "origin_state")
 *         .withDeadLetters(dead))
 * }</pre>
 *
 * <p><b>Schemas.</b> Out comes the input's schema with the taken fields at its end, of the table's
 * types, nullable where they are there or where misses are kept. Key fields are of equal types on
 * both sides, and not of floating point, decimal, bytes, array, map or row, nor of logical types
 * made of numbers or bytes of that kind.
 *
 * <p><b>The table.</b> Bounded; read whole before the first record is looked up; held in each
 * worker's memory, so up to some hundred thousand rows. A key that comes twice, or is null, fails
 * the job, with the coordinates of the rows. Its provenance is not taken.
 *
 * <p><b>Memory.</b> The key and the taken fields only, as a hash map and as bytes: of a row with a
 * key of 8 characters and two taken texts of 10 and 8, about 250 bytes (with a whole number as key
 * 220), where a {@code HashMap<Row, Row>} takes 340.
 *
 * <p><b>Misses.</b> A record whose key is not in the table, or has a null in it, is a dead letter
 * {@code lookup_miss}; without {@link #withDeadLetters} the failure is thrown. {@link #withOnMiss}
 * chooses otherwise; nothing is a dead letter then, and a handler is refused.
 *
 * <p><b>Windows and timestamps.</b> As they come in. Records may be bounded or unbounded. The table
 * is in the global window, or in windows that the records' windows map to, as for any side input.
 *
 * <p><b>Ordering, state, delivery.</b> No order, no state, delivery as the runner's. <b>Counts.</b>
 * {@code records_in, records_out, records_dropped, records_dead.lookup_miss, lookup_misses} (kept).
 *
 * <p><b>Cost.</b> A look into a hash map and a copy of the row's values for each record; no
 * shuffle. Once for each worker, the table's keys and taken fields are sent and read as bytes.
 *
 * <p><b>Runners.</b> All; the table does not change while the pipeline runs.
 */
@AutoValue
public abstract class EnrichFromTable extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Enrich";

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final TupleTag<Row> TABLE = new TupleTag<>("table") {};

  static EnrichFromTable of(PCollection<Row> table) {
    return new AutoValue_EnrichFromTable.Builder()
        .setTable(table)
        .setEnrichment(Enrichment.of("Enrich.fromTable()"))
        .setStepName(STEP)
        .build();
  }

  /**
   * The record's field {@code field} is looked up in the table's field {@code tableField}. Called
   * several times, all of them make the key.
   *
   * @throws IllegalArgumentException if one of the fields is part of the key already
   */
  public EnrichFromTable on(String field, String tableField) {
    return with(enrichment().on(field, tableField));
  }

  /** The same field on both sides. */
  public EnrichFromTable on(String field) {
    return on(field, field);
  }

  /**
   * A value computed from the record is looked up in the table's field {@code tableField}: {@code
   * onExpression("cents / 100", "price")}. Where it cannot be computed the record misses. A whole
   * number is looked up in whole numbers of any length.
   *
   * @param expression in CEL, as in {@link io.summerbeam.sdk.expression.Expression}
   * @throws IllegalArgumentException if the table's field is part of the key already
   */
  public EnrichFromTable onExpression(String expression, String tableField) {
    return with(enrichment().onExpression(expression, tableField));
  }

  /**
   * Takes the table's field {@code tableField} as the record's new field {@code newField}.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromTable take(String tableField, String newField) {
    return with(enrichment().take(tableField, newField));
  }

  /** Takes a field of the table under its own name. */
  public EnrichFromTable take(String tableField) {
    return take(tableField, tableField);
  }

  /**
   * Takes fields of the table, all of them where none is named, as one new field that is a row.
   *
   * @throws IllegalArgumentException if the new field is named already or has no name
   */
  public EnrichFromTable takeAs(String newField, String... tableFields) {
    return with(enrichment().takeAs(newField, tableFields));
  }

  /** What becomes of a record whose key is not in the table. Default: {@link OnMiss#FAIL}. */
  public EnrichFromTable withOnMiss(OnMiss onMiss) {
    return with(enrichment().withOnMiss(onMiss));
  }

  /**
   * Records that miss go to this handler. Default: the failure is thrown. Refused where {@link
   * #withOnMiss} says that a miss is no failure.
   */
  public EnrichFromTable withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public EnrichFromTable withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract PCollection<Row> table();

  abstract Enrichment enrichment();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setTable(PCollection<Row> table);

    abstract Builder setEnrichment(Enrichment enrichment);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract EnrichFromTable build();
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return Map.of(TABLE, table());
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> input) {
    checkSettings(input);
    Schema schema = input.getSchema();
    Schema tableSchema = table().getSchema();
    Schema outputSchema = enrichment().outputSchema(schema, tableSchema);
    Schema keySchema = enrichment().keySchema(tableSchema);
    int[] tableKeys = keySchema.getFieldNames().stream().mapToInt(tableSchema::indexOf).toArray();
    RowAppender appender = enrichment().appender(schema, tableSchema);
    PCollectionView<TableIndex> view =
        PackedTable.of(
            table(), tableKeys, appender.takenIndexes(), stepName(), enrichment().where());
    DeadLetters dead = deadLetters();
    PCollectionTuple outputs =
        input.apply(
            "LookUp",
            ParDo.of(
                    new EnrichFromTableFn(
                        stepName(),
                        view,
                        enrichment(),
                        enrichment().keyReader(schema, keySchema),
                        appender,
                        dead == null ? null : dead.factory(stepName())))
                .withSideInputs(view)
                .withOutputTags(OUT, TupleTagList.of(DEAD)));
    if (dead == null) {
      outputs.get(DEAD).setCoder(DeadLetter.coder());
    } else {
      dead.addErrorCollection(outputs.get(DEAD));
    }
    return outputs.get(OUT).setRowSchema(outputSchema);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    enrichment().populateDisplayData(builder);
  }

  EnrichFromTable with(Enrichment enrichment) {
    return toBuilder().setEnrichment(enrichment).build();
  }

  private void checkSettings(PCollection<Row> input) {
    enrichment().requireSettings();
    if (deadLetters() != null && enrichment().onMiss() != OnMiss.FAIL) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): a miss must be a failure to be a dead letter, but withOnMiss() is "
              + enrichment().onMiss()
              + ". Leave out withOnMiss(), or withDeadLetters().");
    }
    enrichment().requireSchema(input);
    PackedTable.requireTable(table(), "Enrich.fromTable()");
  }
}
