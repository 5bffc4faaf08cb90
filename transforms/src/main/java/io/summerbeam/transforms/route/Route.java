package io.summerbeam.transforms.route;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Divides one stream into several by conditions: each record goes to exactly one of them.
 *
 * <pre>{@code
 * PCollectionRowTuple orders =
 *     rows.apply(
 *         Route.records()
 *             .to("big", "total > 1000")
 *             .to("domestic", "country == 'DE'")
 *             .otherwiseTo("rest")
 *             .withDeadLetters(dead));
 * PCollection<Row> big = orders.get("big");
 * }</pre>
 *
 * <p>The conditions are tried in the order in which they are said; the first that is true decides.
 * What becomes of a record that none is true for must be said: {@link #otherwiseTo}, {@link
 * #otherwiseDrop} or {@link #otherwiseDeadLetter}.
 *
 * <p><b>Schemas.</b> Each output has that of the input. Conditions are checked against it when the
 * pipeline is built: names, types, syntax.
 *
 * <p><b>Null and errors.</b> A null in what a condition reads makes it not true, as in SQL, and the
 * next one is tried. Where a condition cannot be computed for another reason (a division by zero),
 * the record is a dead letter {@code transform_failed}, and takes no other route. One that is for
 * no route is a dead letter {@code unrouted} with {@link #otherwiseDeadLetter}. Without {@link
 * #withDeadLetters} the failure is thrown.
 *
 * <p><b>Boundedness, windows and timestamps.</b> Bounded and unbounded input, in any windows; all
 * as it comes in. <b>State, ordering, delivery.</b> No state, no order, delivery as the runner's.
 * <b>Counts.</b> {@code records_in, records_out} (of all routes), {@code records_routed.<name>,
 * records_dropped, records_dead.transform_failed, records_dead.unrouted}.
 *
 * <p><b>Cost.</b> No shuffle; the conditions up to the one that is true. On Spark a step with
 * several outputs is kept on disk, or worked out once for each of them ({@code storageLevel}).
 *
 * <p><b>Runners.</b> All.
 */
@AutoValue
public abstract class Route extends PTransform<PCollection<Row>, PCollectionRowTuple> {

  private static final long serialVersionUID = 1;

  /** The default name of the step in dead letters and counters. */
  public static final String STEP = "Route";

  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** Routes records. At least one {@link #to} must follow. */
  public static Route records() {
    return new AutoValue_Route.Builder()
        .setWays(List.of())
        .setUnrouted(Unrouted.UNDECIDED)
        .setStepName(STEP)
        .build();
  }

  /**
   * Records of which the condition is true, and none before it was, go here.
   *
   * @param name of the output: letters, digits, {@code _} and {@code -}; starts with a letter
   * @param condition in CEL, as in {@link Expression}
   * @throws IllegalArgumentException if the name is not of that form or is there already, or it is
   *     no expression
   */
  public Route to(String name, String condition) {
    requireNew("to()", name);
    Expression expression = Expression.of(condition);
    expression.requireSyntax("Route.to(" + name + ")");
    List<Way> more = new ArrayList<>(ways());
    more.add(new Way(name, expression));
    return toBuilder().setWays(List.copyOf(more)).build();
  }

  /**
   * All other records go here.
   *
   * @throws IllegalArgumentException if the name is not of the form above or is there already, or
   *     something else was said of them
   */
  public Route otherwiseTo(String name) {
    requireNew("otherwiseTo()", name);
    return otherwise(Unrouted.ROUTE).toBuilder().setRest(name).build();
  }

  /**
   * All other records are dropped, and counted.
   *
   * @throws IllegalArgumentException if something else was said of them
   */
  public Route otherwiseDrop() {
    return otherwise(Unrouted.DROP);
  }

  /**
   * All other records are dead letters {@code unrouted}; without {@link #withDeadLetters} the first
   * of them is thrown.
   *
   * @throws IllegalArgumentException if something else was said of them
   */
  public Route otherwiseDeadLetter() {
    return otherwise(Unrouted.DEAD_LETTER);
  }

  /** Records that fail go to this handler. Default: the failure is thrown. */
  public Route withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * The name of the step in dead letters and counters. Default: {@value #STEP}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Route withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  abstract List<Way> ways();

  abstract Unrouted unrouted();

  abstract @Nullable String rest();

  abstract @Nullable DeadLetters deadLetters();

  abstract String stepName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setWays(List<Way> ways);

    abstract Builder setUnrouted(Unrouted unrouted);

    abstract Builder setRest(@Nullable String rest);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract Builder setStepName(String stepName);

    abstract Route build();
  }

  private Route otherwise(Unrouted unrouted) {
    if (unrouted() != Unrouted.UNDECIDED) {
      throw new IllegalArgumentException(
          "Route: what becomes of the other records must be said once: otherwiseTo(),"
              + " otherwiseDrop() or otherwiseDeadLetter(). Leave one out.");
    }
    return toBuilder().setUnrouted(unrouted).build();
  }

  private void requireNew(String method, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          method
              + " must be given a name of letters, digits, '_' and '-' that starts with a letter,"
              + " but was: '"
              + name
              + "'");
    }
    if (names().contains(name)) {
      throw new IllegalArgumentException(
          method + " must be given a name of its own, but '" + name + "' is there already.");
    }
  }

  /** The names of the outputs: those of the conditions in their order, then that of the rest. */
  final List<String> names() {
    List<String> names = new ArrayList<>();
    ways().forEach(way -> names.add(way.name()));
    String rest = rest();
    if (rest != null) {
      names.add(rest);
    }
    return names;
  }

  static TupleTag<Row> tag(String name) {
    return new TupleTag<>("route." + name) {};
  }

  @Override
  public PCollectionRowTuple expand(PCollection<Row> input) {
    if (!input.hasSchema()) {
      throw new IllegalArgumentException(
          stepName()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    if (ways().isEmpty()) {
      throw new IllegalArgumentException(
          stepName() + ": say where records go: to(\"big\", \"total > 1000\").");
    }
    if (unrouted() == Unrouted.UNDECIDED) {
      throw new IllegalArgumentException(
          stepName()
              + ": say what becomes of records that no condition is true for: otherwiseTo(),"
              + " otherwiseDrop() or otherwiseDeadLetter().");
    }
    Schema schema = input.getSchema();
    List<BoundCondition> conditions = new ArrayList<>();
    for (Way way : ways()) {
      conditions.add(way.condition().bindCondition(schema, stepName() + ".to(" + way.name() + ")"));
    }
    DeadLetters dead = deadLetters();
    RouteFn fn =
        new RouteFn(
            stepName(),
            conditions,
            names(),
            unrouted(),
            dead == null ? null : dead.factory(stepName()));
    List<TupleTag<?>> others = new ArrayList<>();
    names().stream().skip(1).map(Route::tag).forEach(others::add);
    others.add(DEAD);
    PCollectionTuple outputs =
        input.apply(
            "Route", ParDo.of(fn).withOutputTags(tag(names().get(0)), TupleTagList.of(others)));
    if (dead != null) {
      dead.addErrorCollection(outputs.get(DEAD));
    } else {
      outputs.get(DEAD).setCoder(DeadLetter.coder());
    }
    PCollectionRowTuple routes = PCollectionRowTuple.empty(input.getPipeline());
    for (String name : names()) {
      routes = routes.and(name, outputs.get(tag(name)).setRowSchema(schema));
    }
    return routes;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    for (Way way : ways()) {
      builder.add(DisplayData.item("to." + way.name(), way.condition().text()));
    }
    builder
        .add(DisplayData.item("otherwise", unrouted().name()))
        .addIfNotNull(DisplayData.item("otherwiseTo", rest()));
  }
}
