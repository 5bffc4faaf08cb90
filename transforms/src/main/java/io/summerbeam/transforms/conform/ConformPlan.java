package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;

/** All mappings of a {@link Conform}, bound to an input. */
final class ConformPlan {

  private final Schema output;
  private final List<ConformFunction.Branch> branches = new ArrayList<>();
  private final int[] carried;

  /**
   * @throws IllegalArgumentException if something does not fit
   */
  ConformPlan(Conform conform, Schema input) {
    Schema visible = Fields.visible(input);
    Schema target = Fields.visible(conform.schema());
    String where = conform.stepName();
    SourceUse use = new SourceUse();
    for (ConditionalMapping each : conform.mappings()) {
      BoundCondition condition = null;
      if (each.condition() != null) {
        String asks = where + ".when(" + each.condition().text() + ")";
        // Bound to the input as it comes, which is what it is tested on.
        condition = each.condition().bindCondition(input, asks);
        condition.fields().forEach(name -> use.reads(Place.RECORD.field(name)));
      }
      branches.add(
          new ConformFunction.Branch(
              condition, MappingPlan.of(each.mapping(), input, target, use, where)));
    }
    if (conform.unmapped() == Unmapped.REFUSE) {
      requireAllRead(use, visible, where);
    }
    List<Field> kept =
        conform.unmapped() == Unmapped.KEEP ? use.unread(visible) : new ArrayList<>();
    Schema.Builder made = Schema.builder().addFields(target.getFields());
    for (Field field : kept) {
      if (target.hasField(field.getName())) {
        throw new IllegalArgumentException(
            where
                + ": withUnmapped(KEEP) must keep fields of other names than the schema's, but"
                + " nothing reads '"
                + field.getName()
                + "' of the input, and the schema has one. Drop them, or rename the schema's.");
      }
      made.addField(field);
    }
    int provenance = Provenance.indexIn(input);
    this.output = provenance < 0 ? plain(made, kept, target) : Provenance.addTo(made.build());
    this.carried = new int[kept.size() + (provenance < 0 ? 0 : 1)];
    for (int i = 0; i < kept.size(); i++) {
      carried[i] = input.indexOf(kept.get(i).getName());
    }
    if (provenance >= 0) {
      carried[kept.size()] = provenance;
    }
  }

  Schema output() {
    return output;
  }

  ConformFunction function() {
    return new ConformFunction(output, branches, carried);
  }

  // With its options, where nothing is added.
  private static Schema plain(Schema.Builder made, List<Field> kept, Schema target) {
    return kept.isEmpty() ? target : made.build();
  }

  private static void requireAllRead(SourceUse use, Schema input, String where) {
    List<Place> unread = use.unreadPlaces(input);
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          where
              + ": withUnmapped(REFUSE): every field of the input must be read, but these are not: "
              + unread.stream().map(Place::toString).collect(Collectors.joining(", "))
              + ". Map them, or say DROP or KEEP.");
    }
  }
}
