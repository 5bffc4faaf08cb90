package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.NearestName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Makes of a mapping and two schemas what makes the rows. */
final class MappingPlan {

  private final Map<Place, FieldRule> rules = new LinkedHashMap<>();
  private final Set<Place> applied = new HashSet<>();
  private final Schema input;
  private final SourceUse use;
  private final String where;

  private MappingPlan(Mapping mapping, Schema input, SourceUse use, String where) {
    for (FieldRule rule : mapping.rules()) {
      rules.put(new Place(rule.target().steps()), rule);
    }
    this.input = input;
    this.use = use;
    this.where = where;
  }

  /**
   * What rules are about: the record, or the elements of an array.
   *
   * @param place where in the input it is
   */
  private record Scope(Place place, Schema schema) {}

  /**
   * What a row is made of.
   *
   * @param place where in the input it is; null where it is computed
   */
  private record Source(@Nullable Place place, Schema schema) {}

  /**
   * @param input as it comes, for the places of its fields; its provenance is not seen
   * @param use is told what of the input is read
   * @throws IllegalArgumentException if the mapping does not fit the schemas
   */
  static RowMaker of(Mapping mapping, Schema input, Schema target, SourceUse use, String where) {
    MappingPlan plan = new MappingPlan(mapping, input, use, where);
    plan.rules.values().forEach(rule -> rule.target().resolve(target, where));
    RowMaker maker =
        plan.row(
            target, new Source(Place.RECORD, input), Place.RECORD, new Scope(Place.RECORD, input));
    for (Map.Entry<Place, FieldRule> each : plan.rules.entrySet()) {
      if (!plan.applied.contains(each.getKey())) {
        throw new IllegalArgumentException(
            where
                + ": what was said of '"
                + each.getValue().target().text()
                + "' has no effect: the value it is in is not made field by field. Say it of the"
                + " value as a whole.");
      }
    }
    return maker;
  }

  private RowMaker row(Schema target, @Nullable Source source, Place at, Scope scope) {
    return new RowMaker(
        target,
        target.getFields().stream()
            .map(field -> slot(field, source, at.field(field.getName()), scope))
            .toArray(Slot[]::new));
  }

  private Slot slot(Field field, @Nullable Source source, Place at, Scope scope) {
    FieldRule rule = rules.get(at);
    applied.add(at);
    FieldType type = field.getType();
    Expression expression = rule == null ? null : rule.expression();
    if (expression != null) {
      BoundValue bound = expression.bindValue(scope.schema(), where + ".set(" + at + ")");
      bound.fields().forEach(name -> use.reads(scope.place().field(name)));
      return slot(
          at,
          Slot.Origin.computed(bound),
          maker(bound.type(), type, at, null, rule, scope),
          false,
          rule,
          type);
    }
    FieldPath path = rule == null ? null : rule.source();
    if (path != null) {
      SourcePath found = SourcePath.of(inScope(path, scope, at).steps(), scope.schema());
      Place place = new Place(path.steps());
      return slot(
          at,
          Slot.Origin.path(found.reader()),
          maker(found.type(), type, at, place, rule, scope),
          comesFromElsewhere(at, place),
          rule,
          type);
    }
    if (source != null && source.schema().hasField(field.getName())) {
      Place place = source.place() == null ? null : source.place().field(field.getName());
      int index = source.schema().indexOf(field.getName());
      FieldType given = source.schema().getField(index).getType();
      return slot(
          at,
          Slot.Origin.field(index),
          maker(given, type, at, place, rule, scope),
          place != null && comesFromElsewhere(at, place),
          rule,
          type);
    }
    return slotOfNothing(field, source, at, rule, scope);
  }

  private Slot slotOfNothing(
      Field field, @Nullable Source source, Place at, @Nullable FieldRule rule, Scope scope) {
    FieldType type = field.getType();
    if (type.getTypeName() == TypeName.ROW && isSaidInside(at)) {
      RowMaker row = row(Objects.requireNonNull(type.getRowSchema()), null, at, scope);
      requireNoTreatment(rule, at);
      return slot(at, Slot.Origin.NOTHING, row, true, rule, type);
    }
    Object standIn = rule == null ? null : rule.standIn();
    if (standIn == null) {
      List<String> names = source == null ? List.of() : Fields.namesOf(source.schema());
      throw new IllegalArgumentException(
          where
              + ": nothing is there for '"
              + at
              + "'"
              + NearestName.hint(field.getName(), names)
              + " Say from(), set(), withDefault() or orNull() of it. Fields: "
              + (names.isEmpty() ? "(none)" : String.join(", ", names)));
    }
    requireNoTreatment(rule, at);
    if (standIn == FieldRule.Nothing.NULL && !Types.isNullable(type)) {
      throw new IllegalArgumentException(
          where + ": orNull() must be said of a field that can be null, but '" + at + "' cannot.");
    }
    return slot(at, Slot.Origin.NOTHING, Maker.SAME, false, rule, type);
  }

  private Slot slot(
      Place at,
      Slot.Origin origin,
      Maker maker,
      boolean madeOfNothing,
      @Nullable FieldRule rule,
      FieldType type) {
    Object standIn = rule == null ? null : rule.standIn();
    return new Slot(
        at.toString(),
        origin,
        maker,
        madeOfNothing,
        standIn == null || standIn == FieldRule.Nothing.NULL
            ? null
            : StandIns.of(standIn, type, where + ": '" + at + "'"),
        Types.isNullable(type));
  }

  /**
   * @param place of the value in the input; null where it is computed
   * @param rule of the field; null where nothing was said of it
   */
  private Maker maker(
      FieldType from,
      FieldType to,
      Place at,
      @Nullable Place place,
      @Nullable FieldRule rule,
      Scope scope) {
    Treatment treatment = rule == null ? null : rule.treatment();
    if (treatment == null && !isSaidInside(at) && Types.same(from, to)) {
      reads(place);
      return Maker.SAME;
    }
    if (to.getTypeName() == TypeName.ROW && from.getTypeName() == TypeName.ROW) {
      requireNoTreatment(rule, at);
      return row(
          Objects.requireNonNull(to.getRowSchema()),
          new Source(place, Objects.requireNonNull(from.getRowSchema())),
          at,
          scope);
    }
    if (Types.isArray(to) && Types.isArray(from)) {
      requireNoTreatment(rule, at);
      Place inner = place == null ? null : place.elements();
      return inside(Types.element(from), Types.element(to), at.elements(), inner, null, scope);
    }
    if (to.getTypeName() == TypeName.MAP && from.getTypeName() == TypeName.MAP) {
      requireNoTreatment(rule, at);
      Cast key =
          Casts.between(
              Objects.requireNonNull(from.getMapKeyType()),
              Objects.requireNonNull(to.getMapKeyType()),
              null,
              where + ": the keys of '" + at + "'");
      Place inner = place == null ? null : place.values();
      return inside(
          Objects.requireNonNull(from.getMapValueType()),
          Objects.requireNonNull(to.getMapValueType()),
          at.values(),
          inner,
          key,
          scope);
    }
    Cast cast = Casts.between(from, to, treatment, where + ": '" + at + "'");
    reads(place);
    return (value, unused) -> value == null ? null : cast.of(value);
  }

  /**
   * @param key of a map; null for an array
   */
  private Maker inside(
      FieldType from,
      FieldType to,
      Place at,
      @Nullable Place place,
      @Nullable Cast key,
      Scope scope) {
    FieldRule rule = rules.get(at);
    applied.add(at);
    if (rule != null && (rule.source() != null || rule.expression() != null)) {
      throw new IllegalArgumentException(
          where
              + ": from() and set() must be said of the field that '"
              + at
              + "' is in, or of fields in it.");
    }
    boolean scoped = from.getTypeName() == TypeName.ROW && place != null;
    Scope inner =
        scoped && place != null
            ? new Scope(place, Objects.requireNonNull(from.getRowSchema()))
            : scope;
    Slot element =
        slot(at, Slot.Origin.NOTHING, maker(from, to, at, place, rule, inner), false, rule, to);
    return key == null
        ? ElementsMaker.ofArray(element, scoped)
        : ElementsMaker.ofMap(key, element, scoped);
  }

  private void reads(@Nullable Place place) {
    if (place != null) {
      use.reads(place);
    }
  }

  /** The path within its scope: in the elements of an array only what is in them can be read. */
  private Place inScope(FieldPath path, Scope scope, Place at) {
    path.resolve(input, where + ": from(" + at + ")");
    Place place = new Place(path.steps());
    if (!place.isWithin(scope.place()) || place.equals(scope.place())) {
      throw new IllegalArgumentException(
          where
              + ": '"
              + at
              + "' must come from something in '"
              + scope.place()
              + "', which the value it is in comes from, but from() says '"
              + path.text()
              + "'.");
    }
    return place.after(scope.place());
  }

  private boolean isSaidInside(Place at) {
    return rules.keySet().stream().anyMatch(each -> !each.equals(at) && each.isWithin(at));
  }

  /**
   * Whether something in a row comes from outside of the row it is made of: it is not lost then.
   */
  private boolean comesFromElsewhere(Place at, Place place) {
    int steps = at.steps().size();
    for (Map.Entry<Place, FieldRule> each : rules.entrySet()) {
      Place inner = each.getKey();
      FieldRule rule = each.getValue();
      FieldPath source = rule.source();
      if (inner.equals(at) || !inner.isWithin(at) || entersElements(inner, steps)) {
        continue;
      }
      if (rule.expression() != null
          || (source != null && !new Place(source.steps()).isWithin(place))) {
        return true;
      }
    }
    return false;
  }

  private static boolean entersElements(Place place, int from) {
    return place.steps().subList(from, place.steps().size()).stream()
        .anyMatch(step -> !(step instanceof FieldPath.Name));
  }

  private void requireNoTreatment(@Nullable FieldRule rule, Place at) {
    Treatment treatment = rule == null ? null : rule.treatment();
    if (treatment != null) {
      throw new IllegalArgumentException(
          where
              + ": "
              + treatment.method()
              + " must be said of single values, but '"
              + at
              + "' is none. Say it of what is in it: items[*], items[*].sku, attributes{*}.");
    }
  }
}
