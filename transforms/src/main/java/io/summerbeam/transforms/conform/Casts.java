package io.summerbeam.transforms.conform;

import java.time.ZoneId;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.jspecify.annotations.Nullable;

/** Finds the cast between the types of two single values. */
final class Casts {

  private Casts() {}

  /**
   * @param treatment what was said of how the value is turned; null if nothing
   * @throws IllegalArgumentException if there is none; the message says the rule and the remedy
   */
  static Cast between(FieldType from, FieldType to, @Nullable Treatment treatment, String where) {
    if (treatment == null && Types.same(from, to)) {
      return value -> value;
    }
    if (Types.passesThrough(to)) {
      Cast base = between(from, Types.plain(to), treatment, where);
      return checked(base, Types.logical(to));
    }
    FieldType plain = Types.plain(from);
    Cast cast = treatment == null ? free(plain, to) : treated(plain, to, treatment, where);
    if (cast == null) {
      throw new IllegalArgumentException(where + ": " + refusal(plain, to, treatment));
    }
    return cast;
  }

  private static @Nullable Cast free(FieldType from, FieldType to) {
    if (Types.same(from, to)) {
      return value -> value; // The type that a logical one passes through.
    }
    Cast number = NumberCasts.between(from.getTypeName(), to.getTypeName());
    if (number != null) {
      return number;
    }
    InstantType instant = InstantType.of(from);
    InstantType target = InstantType.of(to);
    if (instant != null && target != null) {
      return value -> target.of(instant.toInstant(value));
    }
    if (to.getTypeName() == FieldType.STRING.getTypeName()
        && from.getLogicalType() instanceof EnumerationType names) {
      return value -> names.toString((EnumerationType.Value) value);
    }
    return null;
  }

  private static @Nullable Cast treated(
      FieldType from, FieldType to, Treatment treatment, String where) {
    if (treatment instanceof Treatment.Parse parse) {
      return isText(from) ? TextCasts.parsing(to, parse.form(), where) : null;
    }
    if (treatment instanceof Treatment.Print) {
      return isText(to) ? TextCasts.printing(from) : null;
    }
    if (treatment instanceof Treatment.Epoch epoch) {
      return epoch(from, to, epoch);
    }
    if (treatment instanceof Treatment.InZone zoned) {
      return inZone(from, to, zoned.zone());
    }
    return null;
  }

  private static @Nullable Cast epoch(FieldType from, FieldType to, Treatment.Epoch epoch) {
    EpochCount count = new EpochCount(epoch.unit());
    InstantType target = InstantType.of(to);
    if (target != null) {
      Cast whole =
          NumberCasts.isWhole(from.getTypeName())
              ? NumberCasts.between(from.getTypeName(), FieldType.INT64.getTypeName())
              : null;
      return whole == null ? null : value -> target.of(count.toInstant((Long) whole.of(value)));
    }
    InstantType source = InstantType.of(from);
    Cast narrow =
        NumberCasts.isWhole(to.getTypeName())
            ? NumberCasts.between(FieldType.INT64.getTypeName(), to.getTypeName())
            : null;
    return source == null || narrow == null
        ? null
        : value -> narrow.of(count.of(source.toInstant(value)));
  }

  private static @Nullable Cast inZone(FieldType from, FieldType to, ZoneId zone) {
    InstantType source = InstantType.of(from);
    LocalType local = LocalType.of(to);
    if (source != null && local != null) {
      return value -> local.of(source.toInstant(value), zone);
    }
    InstantType target = InstantType.of(to);
    LocalType place = LocalType.of(from);
    return target == null || place == null || place == LocalType.TIME
        ? null
        : value -> target.of(place.toInstant(value, zone));
  }

  /** A logical type's own rule: a length, a number of digits. */
  private static Cast checked(Cast base, LogicalType<?, ?> type) {
    return value -> {
      Object made = base.of(value);
      try {
        return ofBase(type, made);
      } catch (RuntimeException e) {
        // Its message may quote the value.
        throw new MisfitException("a value that " + type.getIdentifier() + " does not allow");
      }
    };
  }

  @SuppressWarnings("unchecked") // The value was made for the base type.
  private static <InputT, BaseT> Object ofBase(LogicalType<InputT, BaseT> type, Object base) {
    return type.toInputType((BaseT) base);
  }

  private static boolean isText(FieldType type) {
    return type.getTypeName() == FieldType.STRING.getTypeName();
  }

  private static String refusal(FieldType from, FieldType to, @Nullable Treatment treatment) {
    String rule =
        Types.name(from)
            + " is not turned into "
            + Types.name(to)
            + (treatment == null ? " by itself." : " by " + treatment.method() + ".");
    if (treatment != null) {
      return rule + " Leave it out, or say another.";
    }
    InstantType instant = InstantType.of(from);
    InstantType toInstant = InstantType.of(to);
    if (isText(from)) {
      return rule + " Say parsing() where the text is to be read, or set() an expression.";
    }
    if (isText(to)) {
      return rule + " Say printing() where its text is meant, or set() an expression.";
    }
    if ((instant != null && NumberCasts.isWhole(to.getTypeName()))
        || (toInstant != null && NumberCasts.isWhole(from.getTypeName()))) {
      return rule + " Say epoch() with the unit of the number.";
    }
    if ((instant != null && LocalType.of(to) != null)
        || (toInstant != null && LocalType.of(from) != null)) {
      return rule + " Say inZone() with the zone of the clocks.";
    }
    return rule + " Compute it with set(), or map it to another field.";
  }
}
