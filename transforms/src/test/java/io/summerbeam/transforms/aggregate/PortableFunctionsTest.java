package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.aggregate.AggregateSchemaTransformProvider.Function;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** Each function by its name and settings is the one of Java. */
public class PortableFunctionsTest {

  private static final Aggregate NONE = Aggregate.by("key");

  @Test
  public void functions_byName_areThoseOfJava() {
    same("count", set -> set, NONE.count("a"));
    same("count_if", set -> set.setCondition("n > 0"), NONE.countIf("n > 0", "a"));
    same("ratio", set -> set.setCondition("n > 0"), NONE.ratio("n > 0", "a"));
    same("any", set -> set.setCondition("n > 0"), NONE.any("n > 0", "a"));
    same("all", set -> set.setCondition("n > 0"), NONE.all("n > 0", "a"));
    same("count_distinct", set -> set.setField("n"), NONE.countDistinct("n", "a"));
    same(
        "count_distinct",
        set -> set.setFields(List.of("n", "s")),
        NONE.countDistinct(List.of("n", "s"), "a"));
    same("sum", set -> set.setField("n"), NONE.sum("n", "a"));
    same("mean", set -> set.setField("n"), NONE.mean("n", "a"));
    same(
        "ratio_of_sums",
        set -> set.setField("n").setDenominator("m"),
        NONE.ratioOfSums("n", "m", "a"));
    same("min", set -> set.setField("n"), NONE.min("n", "a"));
    same("max", set -> set.setField("n"), NONE.max("n", "a"));
    same("variance", set -> set.setField("n"), NONE.variance("n", "a"));
    same("stddev", set -> set.setField("n"), NONE.stddev("n", "a"));
    same("population_variance", set -> set.setField("n"), NONE.populationVariance("n", "a"));
    same("population_stddev", set -> set.setField("n"), NONE.populationStddev("n", "a"));
    same("quantile", set -> set.setField("n").setQuantile(0.9), NONE.quantile("n", 0.9, "a"));
    same(
        "quantiles",
        set -> set.setField("n").setQuantiles(List.of(0.5, 0.9)),
        NONE.quantiles("n", List.of(0.5, 0.9), "a"));
    same("first", set -> set.setField("n"), NONE.first("n", "a"));
    same("last", set -> set.setField("n"), NONE.last("n", "a"));
    same("min_by", set -> set.setField("n").setOrderBy("m"), NONE.minBy("n", "m", "a"));
    same("max_by", set -> set.setField("n").setOrderBy("m"), NONE.maxBy("n", "m", "a"));
    same("top", set -> set.setField("n").setLimit(3), NONE.top(3, "n", "a"));
    same("bottom", set -> set.setField("n").setLimit(3), NONE.bottom(3, "n", "a"));
    same("collect", set -> set.setField("n").setLimit(3), NONE.collect("n", 3, "a"));
    same("most_frequent", set -> set.setField("n").setLimit(3), NONE.mostFrequent(3, "n", "a"));
  }

  @Test
  public void settings_thatAreMissing_areNamed() {
    assertThat(refused("top", set -> set.setField("n")), equalTo("The function top needs: limit."));
    assertThat(refused("top", set -> set.setLimit(3)), equalTo("The function top needs: field."));
    assertThat(
        refused("quantile", set -> set.setField("n").setQuantiles(List.of(0.5))),
        equalTo("The function quantile needs: quantile."));
    assertThat(
        refused("max_by", set -> set.setField("n")),
        equalTo("The function max_by needs: order_by."));
    assertThat(
        refused("count_distinct", set -> set),
        equalTo("The function count_distinct needs: field."));
  }

  @Test
  public void settings_withoutEffect_areRefused() {
    assertThat(
        refused("top", set -> set.setField("n").setLimit(3).setCondition("n > 0")),
        equalTo(
            "The function top takes no condition, but was given: n > 0. It takes: limit, field,"
                + " as."));
    assertThat(
        refused("quantile", set -> set.setField("n").setQuantile(0.5).setQuantiles(List.of(0.5))),
        containsString("takes no quantiles, but was given: [0.5]."));
    assertThat(
        refused("count_distinct", set -> set.setField("n").setFields(List.of("n", "s"))),
        containsString("takes no field, but was given: n. It takes: fields, as."));
    assertThat(
        refused("sum", set -> set.setField("n").setLimit(1)), containsString("takes no limit"));
    assertThat(
        refused("max", set -> set.setField("n").setOrderBy("m")),
        containsString("takes no order_by"));
    assertThat(
        refused("ratio", set -> set.setCondition("n > 0").setDenominator("m")),
        containsString("takes no denominator"));
    assertThat(
        refused("median", set -> set.setField("n")),
        containsString(
            "function must be one of all, any, bottom, collect, count, count_distinct,"));
  }

  private static void same(
      String name, UnaryOperator<Function.Builder> settings, Aggregate expected) {
    assertThat(
        name,
        PortableFunctions.add(function(name, settings), NONE).measures(),
        equalTo(expected.measures()));
  }

  private static String refused(String name, UnaryOperator<Function.Builder> settings) {
    return assertThrows(
            name,
            IllegalArgumentException.class,
            () -> PortableFunctions.add(function(name, settings), NONE))
        .getMessage();
  }

  private static Function function(String name, UnaryOperator<Function.Builder> settings) {
    return settings.apply(Function.builder().setFunction(name).setAs("a")).build();
  }
}
