package io.summerbeam.transforms.enrich;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
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
 * both sides, and not of floating point, decimal, bytes, array, map or row.
 *
 * <p><b>The table.</b> Bounded; read whole before the first record is looked up; held once in each
 * worker's memory as a hash map, so up to some hundred thousand rows. A key that comes twice, or is
 * null, fails the job, with the coordinates of the rows. Its provenance is not taken.
 *
 * <p><b>Misses.</b> A record whose key is not in the table, or has a null in it, is a dead letter
 * {@code lookup_miss}; without {@link #withDeadLetters} the failure is thrown. {@link #withOnMiss}
 * chooses otherwise.
 *
 * <p><b>Windows and timestamps.</b> As they come in. The table is in the global window, or in
 * windows that the records' windows map to, as for any side input. Records may be unbounded.
 *
 * <p><b>Ordering, state, delivery.</b> No order, no state, delivery as the runner's. <b>Counts.</b>
 * {@code records_in, records_out, records_dropped, records_dead.lookup_miss, lookup_misses} (kept).
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

  private static final Set<TypeName> NO_KEYS =
      Set.of(
          TypeName.FLOAT,
          TypeName.DOUBLE,
          // 1.0 and 1.00 are one number and two values.
          TypeName.DECIMAL,
          TypeName.BYTES,
          TypeName.ARRAY,
          TypeName.ITERABLE,
          TypeName.MAP,
          TypeName.ROW);

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

  /** Records that miss go to this handler. Default: the failure is thrown. */
  public EnrichFromTable withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /** The name of the step in dead letters and counters. Default: {@value #STEP}. */
  public EnrichFromTable withStepName(String stepName) {
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
    if (on().isEmpty() || take().isEmpty()) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): say what to look up and what to take: on(field, tableField) and"
              + " take(tableField, newField).");
    }
    if (table().isBounded() != IsBounded.BOUNDED) {
      throw new IllegalArgumentException(
          "Enrich.fromTable(): the table must be bounded, but " + table().getName() + " is not.");
    }
    Schema schema = input.getSchema();
    Schema tableSchema = table().getSchema();
    int[] keys = new int[on().size()];
    int[] tableKeys = new int[on().size()];
    int k = 0;
    for (Map.Entry<String, String> pair : on().entrySet()) {
      keys[k] = Fields.indexOf(pair.getKey(), schema, "Enrich.on()");
      tableKeys[k] = Fields.indexOf(pair.getValue(), tableSchema, "Enrich.on(), table");
      checkKey(
          pair, schema.getField(keys[k]).getType(), tableSchema.getField(tableKeys[k]).getType());
      k++;
    }
    int[] taken = new int[take().size()];
    Schema.Builder output = Schema.builder().addFields(schema.getFields());
    int t = 0;
    for (Map.Entry<String, String> pair : take().entrySet()) {
      taken[t] = Fields.indexOf(pair.getValue(), tableSchema, "Enrich.take()");
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
    TableEntries shape = new TableEntries(tableSchema, tableKeys, taken);
    PCollectionView<TableIndex> view =
        table()
            .apply(
                stepName() + "Table", Combine.globally(new BuildIndexFn(shape)).asSingletonView());
    DeadLetters dead = deadLetters();
    Schema outputSchema = output.build();
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

  private static void checkKey(Map.Entry<String, String> pair, FieldType field, FieldType other) {
    String wrong;
    if (!field.withNullable(true).equals(other.withNullable(true))) {
      wrong = "is " + field.getTypeName() + " and the table's is " + other.getTypeName();
    } else if (NO_KEYS.contains(field.getTypeName())) {
      wrong = "is " + field.getTypeName();
    } else {
      return;
    }
    throw new IllegalArgumentException(
        "Enrich.on(): '"
            + pair.getKey()
            + "' and the table's '"
            + pair.getValue()
            + "' must be of one type, and of one whose values are equal or not (no floating point,"
            + " decimal, bytes, array, map, row), but '"
            + pair.getKey()
            + "' "
            + wrong
            + ". Convert it before.");
  }
}
