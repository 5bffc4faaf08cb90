package io.summerbeam.transforms.aggregate;

import static java.util.Map.entry;

import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.aggregate.AggregateSchemaTransformProvider.Function;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The functions by the names they have in a configuration. What a function takes is what is read
 * here of its settings; any other that is given is refused.
 */
final class PortableFunctions {

  private static final Map<String, BiFunction<Aggregate, FunctionSettings, Aggregate>> FUNCTIONS =
      Map.ofEntries(
          entry("count", (to, set) -> to.count(set.as())),
          entry("count_if", (to, set) -> to.countIf(set.condition(), set.as())),
          entry("ratio", (to, set) -> to.ratio(set.condition(), set.as())),
          entry("any", (to, set) -> to.any(set.condition(), set.as())),
          entry("all", (to, set) -> to.all(set.condition(), set.as())),
          entry("count_distinct", (to, set) -> to.countDistinct(set.fields(), set.as())),
          entry("sum", (to, set) -> to.sum(set.field(), set.as())),
          entry("mean", (to, set) -> to.mean(set.field(), set.as())),
          entry(
              "ratio_of_sums",
              (to, set) -> to.ratioOfSums(set.field(), set.denominator(), set.as())),
          entry("min", (to, set) -> to.min(set.field(), set.as())),
          entry("max", (to, set) -> to.max(set.field(), set.as())),
          entry("variance", (to, set) -> to.variance(set.field(), set.as())),
          entry("stddev", (to, set) -> to.stddev(set.field(), set.as())),
          entry("population_variance", (to, set) -> to.populationVariance(set.field(), set.as())),
          entry("population_stddev", (to, set) -> to.populationStddev(set.field(), set.as())),
          entry("quantile", (to, set) -> to.quantile(set.field(), set.quantile(), set.as())),
          entry("quantiles", (to, set) -> to.quantiles(set.field(), set.quantiles(), set.as())),
          entry("first", (to, set) -> to.first(set.field(), set.as())),
          entry("last", (to, set) -> to.last(set.field(), set.as())),
          entry("min_by", (to, set) -> to.minBy(set.field(), set.orderBy(), set.as())),
          entry("max_by", (to, set) -> to.maxBy(set.field(), set.orderBy(), set.as())),
          entry("top", (to, set) -> to.top(set.limit(), set.field(), set.as())),
          entry("bottom", (to, set) -> to.bottom(set.limit(), set.field(), set.as())),
          entry("collect", (to, set) -> to.collect(set.field(), set.limit(), set.as())),
          entry("most_frequent", (to, set) -> to.mostFrequent(set.limit(), set.field(), set.as())));

  private PortableFunctions() {}

  /**
   * Adds a function.
   *
   * @throws IllegalArgumentException if there is none of this name, or its settings are not what it
   *     takes
   */
  static Aggregate add(Function function, Aggregate to) {
    BiFunction<Aggregate, FunctionSettings, Aggregate> known =
        FUNCTIONS.get(function.getFunction());
    if (known == null) {
      List<String> names = List.copyOf(new TreeSet<>(FUNCTIONS.keySet()));
      throw new IllegalArgumentException(
          "function must be one of "
              + String.join(", ", names)
              + ", but was: "
              + function.getFunction()
              + NearestName.hint(function.getFunction(), names));
    }
    FunctionSettings settings = new FunctionSettings(function);
    Aggregate added = known.apply(to, settings);
    settings.refuseUnread();
    return added;
  }
}
