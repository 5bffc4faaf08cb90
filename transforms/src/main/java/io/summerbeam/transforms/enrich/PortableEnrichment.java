package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.ComputedPair;
import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.Pair;
import io.summerbeam.transforms.enrich.EnrichFromTableSchemaTransformProvider.TakenRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings that all ways of enriching have in common, from what is configured. */
final class PortableEnrichment {

  private PortableEnrichment() {}

  static Enrichment configure(
      Enrichment plain,
      @Nullable List<Pair> on,
      @Nullable List<ComputedPair> onExpression,
      @Nullable List<Pair> take,
      @Nullable List<TakenRow> takeAs,
      @Nullable String onMiss) {
    Enrichment configured = plain;
    for (Pair pair : orNone(on)) {
      configured = configured.on(pair.getField(), pair.getColumn());
    }
    for (ComputedPair pair : orNone(onExpression)) {
      configured = configured.onExpression(pair.getExpression(), pair.getColumn());
    }
    for (Pair pair : orNone(take)) {
      configured = configured.take(pair.getColumn(), pair.getField());
    }
    for (TakenRow row : orNone(takeAs)) {
      configured =
          configured.takeAs(row.getField(), orNone(row.getColumns()).toArray(String[]::new));
    }
    return onMiss == null ? configured : configured.withOnMiss(parse(onMiss));
  }

  private static OnMiss parse(String text) {
    return switch (text) {
      case "fail" -> OnMiss.FAIL;
      case "keep" -> OnMiss.KEEP;
      case "drop" -> OnMiss.DROP;
      default ->
          throw new IllegalArgumentException(
              "on_miss must be fail, keep or drop, but was: " + text);
    };
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
