package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.UncomputableException;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A field of a row that is made: where its value comes from, what is made of it, and what of null.
 */
final class Slot {

  /** Gets the value that the field is made of. */
  interface Origin {

    /** Of nothing. */
    Origin NOTHING = (source, scope) -> null;

    @Nullable Object get(@Nullable Row source, Row scope);

    /** A field of the row that the row is made of. */
    static Origin field(int index) {
      return (source, scope) -> source == null ? null : source.getValue(index);
    }

    /** What a path leads to from the record, or the element. */
    static Origin path(SourcePath.Reader reader) {
      return (source, scope) -> reader.read(scope);
    }

    /** What an expression is of the record, or the element. */
    static Origin computed(BoundValue expression) {
      return (source, scope) -> expression.evaluateStrictly(scope);
    }
  }

  private final String place;
  private final Origin origin;
  private final Maker maker;
  private final boolean madeOfNothing;
  private final @Nullable Object standIn;
  private final boolean nullable;

  /**
   * @param place the path in messages
   * @param madeOfNothing whether {@code maker} is called for null, too
   * @param standIn what is there for null; null if nothing
   */
  Slot(
      String place,
      Origin origin,
      Maker maker,
      boolean madeOfNothing,
      @Nullable Object standIn,
      boolean nullable) {
    this.place = place;
    this.origin = origin;
    this.maker = maker;
    this.madeOfNothing = madeOfNothing;
    this.standIn = standIn;
    this.nullable = nullable;
  }

  /**
   * @param source the row that the row is made of; null if there is none
   * @param scope the record, or the element of an array
   * @throws MisfitException whose message has the place
   */
  @Nullable Object make(@Nullable Row source, Row scope) throws MisfitException {
    Object given;
    try {
      given = origin.get(source, scope);
    } catch (UncomputableException e) {
      throw new MisfitException(String.valueOf(e.getMessage())).at(place);
    }
    return ofGiven(given, scope);
  }

  /** As {@link #make}, of a value that is at hand: an element of an array, a value of a map. */
  @Nullable Object ofGiven(@Nullable Object given, Row scope) throws MisfitException {
    Object made = null;
    if (given != null || madeOfNothing) {
      try {
        made = maker.make(given, scope);
      } catch (MisfitException e) {
        throw e.at(place);
      }
    }
    if (made != null) {
      return made;
    }
    if (standIn != null) {
      return standIn;
    }
    if (!nullable) {
      throw new MisfitException("null, which it may not be").at(place);
    }
    return null;
  }
}
