package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Each function against what java.util makes of the same records. */
public class FunctionsReferenceTest {

  private static final int ROUNDS = 1000;

  /** Of two equal decimals the one with fewer digits, as a tie in either order. */
  private static final Comparator<Object> NATURAL = FunctionsReferenceTest::natural;

  private static final Comparator<Object> SHORTER =
      Comparator.comparing(value -> value instanceof BigDecimal number ? number.scale() : 0);

  @Test
  public void conditions_ofAnyRecords_areAsCounted() {
    check(Aggregate.globally().countIf("n > 0", "a"), records -> positive(records));
    check(
        Aggregate.globally().ratio("n > 0", "a"),
        records -> records.isEmpty() ? null : (double) positive(records) / records.size());
    check(
        Aggregate.globally().any("n > 0", "a"),
        records -> values(records, "n").findAny().isEmpty() ? null : positive(records) > 0);
    check(
        Aggregate.globally().all("n > -5", "a"),
        records ->
            values(records, "n").findAny().isEmpty()
                ? null
                : values(records, "n").allMatch(n -> (Long) n > -5));
  }

  @Test
  public void countDistinct_ofAnyType_isThatOfASet() {
    for (String field : List.of("n", "i", "s", "t", "b", "y", "r")) {
      check(
          Aggregate.globally().countDistinct(field, "a"),
          records -> {
            Set<Object> set = new HashSet<>();
            values(records, field).forEach(value -> set.add(Measured.comparable(value)));
            return (long) set.size();
          });
    }
    // Equal numbers of different form.
    for (String field : List.of("m", "x", "f")) {
      check(
          Aggregate.globally().countDistinct(field, "a"),
          records -> {
            Set<Object> set = new TreeSet<>(NATURAL);
            values(records, field).map(FunctionsReferenceTest::withoutSignOfZero).forEach(set::add);
            return (long) set.size();
          });
    }
    check(
        Aggregate.globally().countDistinct(List.of("s", "n"), "a"),
        records -> {
          Set<Object> set = new HashSet<>();
          for (Timed record : records) {
            if (record.row().getValue("s") != null && record.row().getValue("n") != null) {
              set.add(List.of(record.row().getValue("s"), record.row().getValue("n")));
            }
          }
          return (long) set.size();
        });
  }

  @Test
  public void means_ofExactNumbers_areOneDivision() {
    check(
        Aggregate.globally().mean("n", "a"),
        records -> {
          long count = values(records, "n").count();
          return count == 0 ? null : sum(records, "n").doubleValue() / count;
        });
    check(
        Aggregate.globally().mean("m", "a"),
        records -> {
          long count = values(records, "m").count();
          return count == 0
              ? null
              : decimals(records, "m").divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
        });
    check(
        Aggregate.globally().ratioOfSums("n", "i", "a"),
        records ->
            values(records, "n").findAny().isEmpty() || sum(records, "i").signum() == 0
                ? null
                : sum(records, "n").doubleValue() / sum(records, "i").doubleValue());
    check(
        Aggregate.globally().ratioOfSums("i", "m", "a"),
        records ->
            values(records, "i").findAny().isEmpty() || decimals(records, "m").signum() == 0
                ? null
                : new BigDecimal(sum(records, "i"))
                    .divide(decimals(records, "m"), MathContext.DECIMAL128));
  }

  @Test
  public void extremes_ofAnyType_areThoseOfASortedList() {
    for (String field : List.of("n", "i", "x", "f", "m", "s", "t", "b")) {
      check(
          Aggregate.globally().min(field, "a"),
          records -> first(values(records, field), NATURAL.thenComparing(SHORTER)));
      check(
          Aggregate.globally().max(field, "a"),
          records -> first(values(records, field), NATURAL.reversed().thenComparing(SHORTER)));
      check(
          Aggregate.globally().top(4, field, "a"),
          records -> list(values(records, field), NATURAL.reversed().thenComparing(SHORTER), 4));
      check(
          Aggregate.globally().bottom(7, field, "a"),
          records -> list(values(records, field), NATURAL.thenComparing(SHORTER), 7));
    }
  }

  @Test
  public void byTime_ofAnyType_areThoseOfASortedList() {
    Comparator<Timed> earliest = Comparator.comparingLong(Timed::time);
    for (String field : List.of("n", "x", "m", "s", "t", "b", "y", "r")) {
      Comparator<Object> ties = field.equals("r") ? rowsByBytes() : NATURAL;
      Comparator<Timed> first =
          earliest
              .thenComparing(record -> record.row().getValue(field), ties)
              .thenComparing(record -> record.row().getValue(field), SHORTER);
      Comparator<Timed> last =
          earliest
              .reversed()
              .thenComparing(record -> record.row().getValue(field), ties.reversed())
              .thenComparing(record -> record.row().getValue(field), SHORTER);
      check(
          Aggregate.globally().first(field, "a"),
          records -> present(records, field).min(first).map(value(field)).orElse(null));
      check(
          Aggregate.globally().last(field, "a"),
          records -> present(records, field).min(last).map(value(field)).orElse(null));
      check(
          Aggregate.globally().collect(field, 5, "a"),
          records -> {
            List<Object> all =
                present(records, field).sorted(first).limit(5).map(value(field)).toList();
            return all.isEmpty() ? null : all;
          });
    }
  }

  @Test
  public void byAnotherField_ofAnyType_areThoseOfASortedList() {
    for (String by : List.of("n", "x", "m", "s", "t", "b")) {
      for (String field : List.of("s", "m", "y")) {
        Comparator<Timed> order = Comparator.comparing(value(by), NATURAL);
        Comparator<Timed> shorter = Comparator.comparing(value(field), SHORTER);
        check(
            Aggregate.globally().minBy(field, by, "a"),
            records ->
                present(records, field)
                    .filter(record -> record.row().getValue(by) != null)
                    .min(order.thenComparing(value(field), NATURAL).thenComparing(shorter))
                    .map(value(field))
                    .orElse(null));
        check(
            Aggregate.globally().maxBy(field, by, "a"),
            records ->
                present(records, field)
                    .filter(record -> record.row().getValue(by) != null)
                    .min(
                        order
                            .thenComparing(value(field), NATURAL)
                            .reversed()
                            .thenComparing(shorter))
                    .map(value(field))
                    .orElse(null));
      }
    }
  }

  @Test
  public void quantiles_ofFewValues_areThoseOfASortedList() {
    List<Double> shares = List.of(0.5, 0.0, 1.0, 0.07, 0.1, 0.25, 0.9, 0.999);
    for (String field : List.of("n", "i", "d", "x", "f", "m")) {
      check(
          Aggregate.globally().quantiles(field, shares, "a"),
          records -> {
            List<Double> sorted =
                values(records, field)
                    .map(value -> ((Number) value).doubleValue() + 0.0)
                    .sorted()
                    .toList();
            return sorted.isEmpty()
                ? null
                : shares.stream().map(share -> sorted.get(rank(share, sorted.size()))).toList();
          });
    }
  }

  @Test
  public void mostFrequent_ofFewValues_isThatOfAMap() {
    for (String field : List.of("n", "x", "m", "s", "t", "b", "f")) {
      check(
          Aggregate.globally().mostFrequent(3, field, "a"),
          records -> {
            Map<Object, Long> counts = new TreeMap<>(NATURAL);
            values(records, field)
                .map(FunctionsReferenceTest::withoutSignOfZero)
                .forEach(value -> counts.merge(value, 1L, Long::sum));
            List<List<Object>> most = new ArrayList<>();
            counts.entrySet().stream()
                .sorted(Map.Entry.<Object, Long>comparingByValue().reversed())
                .limit(3)
                .forEach(entry -> most.add(List.of(shortest(entry.getKey()), entry.getValue())));
            return most.isEmpty() ? null : most;
          },
          FunctionsReferenceTest::valuesOfRows);
    }
  }

  @Test
  public void spreads_ofAnyNumbers_areThoseOfTheExactOnes() {
    for (String field : List.of("n", "i", "d", "f", "m")) {
      for (boolean sample : new boolean[] {true, false}) {
        Aggregate aggregate =
            sample
                ? Aggregate.globally().variance(field, "a").stddev(field, "b")
                : Aggregate.globally().populationVariance(field, "a").populationStddev(field, "b");
        List<Measure.Bound> bound = Measured.bound(aggregate);
        Random random = new Random(21);
        for (int round = 0; round < 500; round++) {
          List<Timed> records = Measured.random(random, random.nextInt(40));
          Accumulator accumulator = Measured.accumulated(bound, records);
          BigDecimal variance = variance(values(records, field).toList(), sample);
          for (int i = 0; i < 2; i++) {
            String text = aggregate.measures().get(i).text();
            Number result = (Number) accumulator.result(i);
            if (variance == null) {
              assertThat(text, result, nullValue());
              continue;
            }
            BigDecimal exact = i == 0 ? variance : variance.sqrt(new MathContext(60));
            double scale = Math.max(exact.doubleValue(), Double.MIN_NORMAL);
            // A decimal is right to 34 digits, a double to its last one or two.
            double error =
                new BigDecimal(result.toString()).subtract(exact).abs().doubleValue() / scale;
            assertThat(text, error, closeTo(0, field.equals("m") ? 1e-33 : 5e-16));
          }
        }
      }
    }
  }

  @Test
  public void combine_ofAnyValues_isThatOfTheCombineFn() {
    check(
        Aggregate.globally().combine("n", Max.ofLongs(), FieldType.INT64, "a"),
        records -> first(values(records, "n"), NATURAL.reversed()));
  }

  private static void check(Aggregate aggregate, Function<List<Timed>, Object> reference) {
    check(aggregate, reference, Function.identity());
  }

  private static void check(
      Aggregate aggregate,
      Function<List<Timed>, Object> reference,
      Function<Object, Object> shown) {
    List<Measure.Bound> bound = Measured.bound(aggregate);
    String text = aggregate.measures().get(0).text();
    Random random = new Random(text.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      List<Timed> records = Measured.random(random, random.nextInt(30));
      Object result = Measured.accumulated(bound, records).result(0);
      assertThat(
          text,
          Measured.comparable(shown.apply(result)),
          equalTo(Measured.comparable(reference.apply(records))));
    }
  }

  private static Object valuesOfRows(Object result) {
    return result == null
        ? null
        : ((List<?>) result).stream().map(row -> ((Row) row).getValues()).toList();
  }

  private static long positive(List<Timed> records) {
    return values(records, "n").filter(n -> (Long) n > 0).count();
  }

  private static Stream<Timed> present(List<Timed> records, String field) {
    return records.stream().filter(record -> record.row().getValue(field) != null);
  }

  private static Stream<Object> values(List<Timed> records, String field) {
    return records.stream()
        .map(record -> (Object) record.row().getValue(field))
        .filter(Objects::nonNull);
  }

  private static Function<Timed, Object> value(String field) {
    return record -> record.row().getValue(field);
  }

  private static Object first(Stream<Object> values, Comparator<Object> order) {
    return values.min(order).orElse(null);
  }

  private static Object list(Stream<Object> values, Comparator<Object> order, int limit) {
    List<Object> all = values.sorted(order).limit(limit).toList();
    return all.isEmpty() ? null : all;
  }

  private static BigInteger sum(List<Timed> records, String field) {
    return values(records, field)
        .map(value -> BigInteger.valueOf(((Number) value).longValue()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigDecimal decimals(List<Timed> records, String field) {
    return values(records, field)
        .map(value -> (BigDecimal) value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  // The mean, and then the distances from it, with 100 digits.
  private static BigDecimal variance(List<Object> values, boolean sample) {
    int divisor = sample ? values.size() - 1 : values.size();
    if (divisor <= 0) {
      return null;
    }
    MathContext digits = new MathContext(100);
    List<BigDecimal> exact =
        values.stream()
            .map(
                value ->
                    value instanceof Double || value instanceof Float
                        ? new BigDecimal(((Number) value).doubleValue())
                        : new BigDecimal(value.toString()))
            .toList();
    BigDecimal mean =
        exact.stream()
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(BigDecimal.valueOf(exact.size()), digits);
    return exact.stream()
        .map(value -> value.subtract(mean).pow(2))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(divisor), digits);
  }

  private static int rank(double share, int size) {
    for (int rank = 1; rank < size; rank++) {
      // By the text: 0.07 of 100 are 7.
      if (new BigDecimal(rank).compareTo(new BigDecimal("" + share).multiply(new BigDecimal(size)))
          >= 0) {
        return rank - 1;
      }
    }
    return size - 1;
  }

  private static Object withoutSignOfZero(Object value) {
    return value instanceof Double number
        ? (Object) (number + 0.0)
        : value instanceof Float number ? (Object) (number + 0.0f) : value;
  }

  private static Object shortest(Object value) {
    Map<String, BigDecimal> forms = new HashMap<>();
    forms.put("100", new BigDecimal("100"));
    forms.put("1", new BigDecimal("1"));
    forms.put("0", new BigDecimal("0"));
    forms.put("-7.5", new BigDecimal("-7.5"));
    return value instanceof BigDecimal number
        ? forms.values().stream().filter(form -> form.compareTo(number) == 0).findAny().get()
        : value;
  }

  @SuppressWarnings("unchecked")
  private static int natural(Object one, Object other) {
    return one instanceof byte[] bytes
        ? ByteBuffer.wrap(bytes).compareTo(ByteBuffer.wrap((byte[]) other))
        : ((Comparable<Object>) one).compareTo(other);
  }

  private static Comparator<Object> rowsByBytes() {
    return Comparator.comparing((Object row) -> ((Row) row).getInt32("i"))
        .thenComparing(row -> ((Row) row).getString("s"));
  }
}
