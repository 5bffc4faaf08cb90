package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.transforms.table.PackedTable;
import io.summerbeam.transforms.table.TableIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
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
 * worker's memory as a hash map and as bytes, so up to some hundred thousand rows. A key that comes
 * twice, or is null, fails the job, with the coordinates of the rows. Its provenance is not taken.
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
        .setOn(Map.of())
        .setTake(Map.of())
        .setOnMiss(OnMiss.FAIL)
        .setStepName(STEP)
        .build();
  }

  /**
   * The record's field {@code field} is looked up in the table's field {@code tableField}. Called
   * several times, all of them make the key.
   *
   * @throws IllegalArgumentException if the field is part of the key already
   */
  public EnrichFromTable on(String field, String tableField) {
    return toBuilder().setOn(with(on(), field, tableField, "on()")).build();
  }

  /** The same field on both sides. */
  public EnrichFromTable on(String field) {
    return on(field, field);
  }

  /**
   * Takes the table's field {@code tableField} as the record's new field {@code newField}.
   *
   * @throws IllegalArgumentException if the new field is named already
   */
  public EnrichFromTable take(String tableField, String newField) {
    return toBuilder().setTake(with(take(), newField, tableField, "take()")).build();
  }

  /** Takes a field of the table under its own name. */
  public EnrichFromTable take(String tableField) {
    return take(tableField, tableField);
  }

  /** What becomes of a record whose key is not in the table. Default: {@link OnMiss#FAIL}. */
  public EnrichFromTable withOnMiss(OnMiss onMiss) {
    return toBuilder().setOnMiss(onMiss).build();
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

  /** From field to table field. */
  abstract Map<String, String> on();

  /** From new field to table field. */
  abstract Map<String, String> take();

  abstract OnMiss onMiss();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setTable(PCollection<Row> table);

    abstract Builder setOn(Map<String, String> on);

    abstract Builder setTake(Map<String, String> take);

    abstract Builder setOnMiss(OnMiss onMiss);

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
    int[] keys = new int[on().size()];
    int[] tableKeys = new int[on().size()];
    int k = 0;
    for (Map.Entry<String, String> pair : on().entrySet()) {
      keys[k] = Fields.indexOf(pair.getKey(), schema, "Enrich.on()");
      tableKeys[k] = Fields.indexOf(pair.getValue(), tableSchema, "Enrich.on(), table");
      PackedTable.requireKey(
          schema.getField(keys[k]), tableSchema.getField(tableKeys[k]), "Enrich.on()");
      k++;
    }
    int[] taken =
        take().values().stream()
            .mapToInt(field -> Fields.indexOf(field, tableSchema, "Enrich.take()"))
            .toArray();
    Schema outputSchema = outputSchema(schema, tableSchema, taken);
    PCollectionView<TableIndex> view =
        PackedTable.of(table(), tableKeys, taken, stepName(), "Enrich.fromTable()");
    DeadLetters dead = deadLetters();
    PCollectionTuple outputs =
        input.apply(
            "LookUp",
            ParDo.of(
                    new EnrichFromTableFn(
                        stepName(),
                        view,
                        String.join(", ", on().keySet()),
                        keys,
                        outputSchema,
                        onMiss(),
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
    builder
        .add(DisplayData.item("on", described(on())).withLabel("Looked up"))
        .add(DisplayData.item("take", described(take())).withLabel("Taken"))
        .add(DisplayData.item("onMiss", onMiss().name()).withLabel("On a miss"));
  }

  private static String described(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> pair.getKey() + " = table." + pair.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> with(
      Map<String, String> pairs, String name, String tableField, String method) {
    if (pairs.containsKey(name)) {
      throw new IllegalArgumentException(
          method + " must name each field of the record once, but '" + name + "' comes twice.");
    }
    Map<String, String> more = new LinkedHashMap<>(pairs);
    more.put(name, tableField);
    return more;
  }

  private Schema outputSchema(Schema schema, Schema tableSchema, int[] taken) {
    Schema.Builder output = Schema.builder().addFields(schema.getFields());
    int t = 0;
    for (Map.Entry<String, String> pair : take().entrySet()) {
      if (schema.hasField(pair.getKey())) {
        throw new IllegalArgumentException(
            "Enrich.take(): the input has a field '"
                + pair.getKey()
                + "' already. Take it under another name: take(\""
                + pair.getValue()
                + "\", newName).");
      }
      FieldType type = tableSchema.getField(taken[t]).getType();
      output.addField(pair.getKey(), onMiss() == OnMiss.KEEP ? type.withNullable(true) : type);
      t++;
    }
    return output.build();
  }

  private void checkSettings(PCollection<Row> input) {
    if (on().isEmpty() || take().isEmpty()) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): say what to look up and what to take: on(field, tableField) and"
              + " take(tableField, newField).");
    }
    if (deadLetters() != null && onMiss() != OnMiss.FAIL) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): a miss must be a failure to be a dead letter, but withOnMiss() is "
              + onMiss()
              + ". Leave out withOnMiss(), or withDeadLetters().");
    }
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): the input has no schema. Set it with setRowSchema(), or convert"
              + " with Convert.toRows().");
    }
    PackedTable.requireTable(table(), "Enrich.fromTable()");
  }
}
