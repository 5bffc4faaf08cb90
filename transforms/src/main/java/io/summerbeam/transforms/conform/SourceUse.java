package io.summerbeam.transforms.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** What of the input is read by any mapping. */
final class SourceUse {

  private final List<Place> read = new ArrayList<>();

  void reads(Place place) {
    read.add(place);
  }

  /** The fields of the record of which nothing is read. */
  List<Field> unread(Schema input) {
    return input.getFields().stream()
        .filter(field -> !touches(Place.RECORD.field(field.getName())))
        .toList();
  }

  /** All places of single values that are not read, at any depth. */
  List<Place> unreadPlaces(Schema input) {
    List<Place> unread = new ArrayList<>();
    collect(FieldType.row(input), Place.RECORD, unread);
    return unread;
  }

  private void collect(FieldType type, Place at, List<Place> unread) {
    switch (type.getTypeName()) {
      case ROW ->
          Objects.requireNonNull(type.getRowSchema())
              .getFields()
              .forEach(field -> collect(field.getType(), at.field(field.getName()), unread));
      case ARRAY, ITERABLE -> collect(Types.element(type), at.elements(), unread);
      case MAP -> collect(Objects.requireNonNull(type.getMapValueType()), at.values(), unread);
      default -> {
        if (!touches(at)) {
          unread.add(at);
        }
      }
    }
  }

  private boolean touches(Place place) {
    return read.stream().anyMatch(each -> each.isWithin(place) || place.isWithin(each));
  }
}
