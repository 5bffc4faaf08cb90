package io.summerbeam.transforms.aggregate;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** The functions of an {@link Aggregate}. */
abstract class Functions extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** The greatest scale of a decimal that is summed, and the negative of the least. */
  public static final int MAX_DECIMAL_SCALE = 10_000;

  /** How many values {@link #top}, {@link #bottom} and {@link #collect} give at most. */
  public static final int MAX_VALUES = 10_000;

  /** Up to how many different values {@link #countDistinct} is exact. */
  public static final int EXACT_DISTINCT = 1024;

  /** Up to how many different values {@link #quantile} is exact. */
  public static final int EXACT_QUANTILE_VALUES = 2048;

  /** Up to how many different values {@link #mostFrequent} is exact. */
  public static final int EXACT_FREQUENT_VALUES = 2048;

  /** The field of {@link #mostFrequent} with the value. */
  public static final String VALUE = "value";

  /** The field of {@link #mostFrequent} with the number of its records. */
  public static final String COUNT = "count";

  /**
   * How many records there are.
   *
   * @param as the output's new field, as in all functions
   * @throws IllegalArgumentException if it is empty or is there already, as in all functions
   */
  public Aggregate count(String as) {
    return with(new CountMeasure(as));
  }

  /**
   * For how many records an expression is true.
   *
   * @param condition a CEL expression, as in {@link io.summerbeam.sdk.expression.Expression}
   */
  public Aggregate countIf(String condition, String as) {
    return with(new ConditionMeasure(ConditionMeasure.Kind.COUNT, condition, as));
  }

  /** For what share of the records an expression is true, from 0 to 1. */
  public Aggregate ratio(String condition, String as) {
    return with(new ConditionMeasure(ConditionMeasure.Kind.SHARE, condition, as));
  }

  /**
   * Whether an expression is true for any record. Records for which it has no truth value do not
   * count; null where no record counts.
   */
  public Aggregate any(String condition, String as) {
    return with(new ConditionMeasure(ConditionMeasure.Kind.ANY, condition, as));
  }

  /**
   * Whether an expression is true for all records. Records for which it has no truth value do not
   * count; null where no record counts.
   */
  public Aggregate all(String condition, String as) {
    return with(new ConditionMeasure(ConditionMeasure.Kind.ALL, condition, as));
  }

  /**
   * How many different values a field has. Exact up to {@value #EXACT_DISTINCT}; beyond, an
   * estimate whose standard error is 0.9% (an UltraLogLog of 8 KB), so that 99 of 100 are within
   * 2.3%. Either is the same for the same values, whatever their order. Values are known by 64 bits
   * of hash: two of {@value #EXACT_DISTINCT} texts share theirs once in 10<sup>13</sup> groups. Who
   * needs more aggregates twice: by the keys and the field, then by the keys.
   */
  public Aggregate countDistinct(String field, String as) {
    return countDistinct(List.of(field), as);
  }

  /**
   * How many different combinations of values some fields have, as {@link #countDistinct(String,
   * String)}. A record with a null in one of them is passed over.
   *
   * @throws IllegalArgumentException if there is no field
   */
  public Aggregate countDistinct(List<String> fields, String as) {
    return with(new DistinctMeasure(fields, as));
  }

  /** The sum of a field. */
  public Aggregate sum(String field, String as) {
    return with(new SumMeasure(field, as, false));
  }

  /** The arithmetic mean of a field. */
  public Aggregate mean(String field, String as) {
    return with(new SumMeasure(field, as, true));
  }

  /**
   * The sum of one field divided by the sum of another: {@code ratioOfSums("cost", "clicks",
   * "cost_per_click")}. Null where the second one is 0.
   */
  public Aggregate ratioOfSums(String numerator, String denominator, String as) {
    return with(new RatioMeasure(numerator, denominator, as));
  }

  /** The least value of a field. */
  public Aggregate min(String field, String as) {
    return with(new ExtremeMeasure(field, as, false));
  }

  /** The greatest value of a field. */
  public Aggregate max(String field, String as) {
    return with(new ExtremeMeasure(field, as, true));
  }

  /** The variance of a sample (SQL's VAR_SAMP); null where there are fewer than two values. */
  public Aggregate variance(String field, String as) {
    return with(new SpreadMeasure(Spread.VARIANCE, field, as));
  }

  /** The standard deviation of a sample (SQL's STDDEV_SAMP), the root of {@link #variance}. */
  public Aggregate stddev(String field, String as) {
    return with(new SpreadMeasure(Spread.STDDEV, field, as));
  }

  /** The variance of a whole population (SQL's VAR_POP). */
  public Aggregate populationVariance(String field, String as) {
    return with(new SpreadMeasure(Spread.POPULATION_VARIANCE, field, as));
  }

  /** The standard deviation of a whole population (SQL's STDDEV_POP). */
  public Aggregate populationStddev(String field, String as) {
    return with(new SpreadMeasure(Spread.POPULATION_STDDEV, field, as));
  }

  /**
   * A quantile: the least value that has this share of all at or below it (SQL's PERCENTILE_DISC;
   * 0.5 is the median, of an even number of values the lower one).
   *
   * <p>Exact while there are at most {@value #EXACT_QUANTILE_VALUES} different values. Beyond, they
   * are counted in as many buckets of the same number of binary digits, and the result is the
   * middle of a bucket: at most half its width from the quantile. If the values lie between n
   * powers of two, the width is the value divided by the greatest power of two up to {@value
   * #EXACT_QUANTILE_VALUES} / n: between 1 and 1,000 the result is within 0.4%, between 1 and
   * 1,000,000 within 0.8%, and closer where the values leave gaps or are close together. This is an
   * error of the value; a t-digest or a KLL sketch bounds the share. Unlike theirs, it does not
   * depend on chance or order: equal records give an equal result on any runner.
   *
   * @param quantile from 0 to 1; at 0 and 1 the result is exact
   * @throws IllegalArgumentException if it is not
   */
  public Aggregate quantile(String field, double quantile, String as) {
    return with(new QuantilesMeasure(field, List.of(quantile), false, as));
  }

  /**
   * Several quantiles, as {@link #quantile}, as an array in this order; what is kept is kept once.
   *
   * @throws IllegalArgumentException if there is none, or one is not from 0 to 1
   */
  public Aggregate quantiles(String field, List<Double> quantiles, String as) {
    return with(new QuantilesMeasure(field, quantiles, true, as));
  }

  /** The value with the earliest event time; of those with the same time the least. */
  public Aggregate first(String field, String as) {
    return picked(Pick.FIRST, 1, field, null, as);
  }

  /** The value with the latest event time; of those with the same time the greatest. */
  public Aggregate last(String field, String as) {
    return picked(Pick.LAST, 1, field, null, as);
  }

  /**
   * The value of one field where another one is least; where several are, the least of their
   * values. A record with a null in one of them is passed over.
   */
  public Aggregate minBy(String field, String by, String as) {
    return picked(Pick.MIN_BY, 1, field, by, as);
  }

  /**
   * The value of one field where another one is greatest; where several are, the greatest of their
   * values. A record with a null in one of them is passed over.
   */
  public Aggregate maxBy(String field, String by, String as) {
    return picked(Pick.MAX_BY, 1, field, by, as);
  }

  /**
   * The greatest values of a field, the greatest first. Equal values count each.
   *
   * @param limit how many at most, from 1 to {@value #MAX_VALUES}: a group's state grows to it
   * @throws IllegalArgumentException if it is not
   */
  public Aggregate top(int limit, String field, String as) {
    return picked(Pick.TOP, limit, field, null, as);
  }

  /**
   * The least values of a field, the least first. Equal values count each.
   *
   * @param limit as in {@link #top}
   * @throws IllegalArgumentException if it is not from 1 to {@value #MAX_VALUES}
   */
  public Aggregate bottom(int limit, String field, String as) {
    return picked(Pick.BOTTOM, limit, field, null, as);
  }

  /**
   * The values of a field by event time, the earliest first; those with the same time by value.
   * What is beyond the limit is left out: the latest.
   *
   * @param limit as in {@link #top}
   * @throws IllegalArgumentException if it is not from 1 to {@value #MAX_VALUES}
   */
  public Aggregate collect(String field, int limit, String as) {
    return picked(Pick.COLLECT, limit, field, null, as);
  }

  /**
   * The values of a field that most records have: rows of {@value #VALUE} and {@value #COUNT}, the
   * most frequent first, of equally frequent ones the least first. Equal decimals are one value,
   * and so are 0.0 and -0.0.
   *
   * <p>Exact while there are at most {@value #EXACT_FREQUENT_VALUES} different values. Beyond,
   * counts may be too low, by less than a thousandth of the group's records, and a value that is as
   * rare may be missing; which ones depends on the order. No count is ever too high.
   *
   * @param limit how many at most, from 1 to 1,024
   * @throws IllegalArgumentException if it is not
   */
  public Aggregate mostFrequent(int limit, String field, String as) {
    return with(new FrequentMeasure(limit, field, as));
  }

  /**
   * A function of one's own: {@code combine("price", new GeometricMeanFn(), FieldType.DOUBLE,
   * "mean_price")}. It gets the values of a field that are not null; where there are none the
   * result is null. What it keeps is encoded with the coder that it, or the pipeline's registry,
   * has for it. Merging must not depend on order. Where it throws, the job stops. A job that goes
   * on from its state knows it by its class and the name of its result.
   *
   * @param type of its result
   */
  @SuppressWarnings(
      "unchecked") // What it takes and keeps is compared with the field and the coder.
  public Aggregate combine(String field, CombineFn<?, ?, ?> fn, FieldType type, String as) {
    return with(new CombineMeasure(field, (CombineFn<Object, Object, Object>) fn, type, as));
  }

  abstract Aggregate with(Measure measure);

  private Aggregate picked(Pick pick, int limit, String field, @Nullable String by, String as) {
    return with(new PickMeasure(pick, limit, field, by, as));
  }
}
