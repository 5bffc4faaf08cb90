package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorCount;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.dedup.SplitDuplicates;
import io.summerbeam.transforms.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Validate} with expectations that take more than the record at hand.
 *
 * <p>Those that compare records with each other go first, one after the other; they let everything
 * through and mark what breaks them. What comes last sees the marks, the tables and the record, so
 * that it knows all that a record breaks.
 */
final class AcrossRecords {

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  static final TupleTag<ErrorCount> COUNTS = new TupleTag<>("counts") {};

  private final Validate validate;
  private final PCollection<Row> input;
  private final Schema schema;
  private final @Nullable Marks marks;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<PCollectionView<?>> views = new ArrayList<>();
  private PCollection<Row> records;
  private int bits;

  private AcrossRecords(Validate validate, PCollection<Row> input) {
    this.validate = validate;
    this.input = input;
    this.records = input;
    this.schema = input.getSchema();
    this.marks =
        validate.expectations().stream().anyMatch(each -> compares(each.rule()))
            ? new Marks(schema)
            : null;
  }

  /** Whether a rule can only be judged by more than the record at hand. */
  static boolean isNeededFor(Rule rule) {
    return !(rule instanceof RowRule);
  }

  /** Whether a rule compares records with each other. */
  private static boolean compares(Rule rule) {
    return rule instanceof UniqueRule || rule instanceof MonotonicRule;
  }

  /** Applies it; the expectations were checked against the input's schema. */
  static PCollection<Row> apply(Validate validate, PCollection<Row> input) {
    AcrossRecords across = new AcrossRecords(validate, input);
    across.gather();
    return across.judge();
  }

  private void gather() {
    Marks field = marks;
    if (field != null) {
      records =
          input.apply("AddMarks", ParDo.of(new AddMarksFn(field))).setRowSchema(field.schema());
    }
    for (Expectation expectation : validate.expectations()) {
      Rule rule = expectation.rule();
      if (rule instanceof RowRule ofRow) {
        evidence.add(new Evidence.OfRow(ofRow, expectation.where()));
      } else if (rule instanceof ReferenceRule reference) {
        PCollectionView<TableIndex> view = reference.view(expectation.name(), expectation.where());
        views.add(view);
        evidence.add(
            new Evidence.OfTable(
                view,
                KeyFields.of(reference.on().keySet(), schema, expectation.where()),
                reference.nullHolds()));
      } else if (rule instanceof UniqueRule unique) {
        requireState(expectation, unique.within() != null);
        evidence.add(unique(unique, expectation));
      } else if (rule instanceof MonotonicRule monotonic) {
        requireState(expectation, true);
        evidence.add(monotonic(monotonic, expectation));
      }
    }
  }

  private Evidence unique(UniqueRule rule, Expectation expectation) {
    Marks field = Objects.requireNonNull(marks);
    int bit = nextBit();
    PCollectionTuple parts =
        records.apply(
            "Find" + expectation.name(), rule.duplicates().keepingDuplicates().withoutCounts());
    PCollection<Row> others =
        parts
            .get(SplitDuplicates.OTHERS)
            .apply("Mark" + expectation.name(), ParDo.of(new SetMarkFn(field, bit)))
            .setRowSchema(field.schema());
    records =
        PCollectionList.of(parts.get(SplitDuplicates.FIRST))
            .and(others)
            .apply("Join" + expectation.name(), Flatten.pCollections())
            .setRowSchema(field.schema());
    return new Evidence.OfMark(
        bit, rule.nullHolds() ? KeyFields.of(rule.fields(), schema, expectation.where()) : null);
  }

  private Evidence monotonic(MonotonicRule rule, Expectation expectation) {
    Marks field = Objects.requireNonNull(marks);
    int bit = nextBit();
    int value = Fields.indexOf(rule.field(), schema, expectation.where());
    Schema keySchema =
        Schema.of(rule.by().stream().map(schema::getField).toArray(Schema.Field[]::new));
    MonotonicMarker marker =
        new MonotonicMarker(
            new Monotony(schema.getField(value).getType()), value, rule.nullHolds(), field, bit);
    records =
        records
            .apply(
                "Key" + expectation.name(),
                ParDo.of(
                    new KeyRowsFn(KeyFields.of(rule.by(), schema, expectation.where()), keySchema)))
            .setCoder(KvCoder.of(RowCoder.of(keySchema), RowCoder.of(field.schema())))
            .apply(
                "Compare" + expectation.name(),
                ParDo.of(
                    input.isBounded() == IsBounded.BOUNDED
                        ? new SortedMonotonicFn(marker)
                        : new MonotonicFn(marker)))
            .setRowSchema(field.schema());
    return new Evidence.OfMark(bit, null);
  }

  private PCollection<Row> judge() {
    DeadLetters dead = validate.deadLetters();
    ErrorThreshold threshold = validate.errorThreshold();
    JudgeFn fn =
        new JudgeFn(
            validate.stepName(),
            schema,
            marks,
            validate.expectations().stream().map(Expectation::name).toList(),
            validate.expectations().stream().map(Expectation::action).toList(),
            List.copyOf(evidence),
            dead == null ? null : dead.factory(validate.stepName()),
            threshold);
    TupleTagList others = TupleTagList.of(DEAD);
    PCollectionTuple outputs =
        records.apply(
            "Judge",
            ParDo.of(fn)
                .withSideInputs(views)
                .withOutputTags(OUT, threshold == null ? others : others.and(COUNTS)));
    if (threshold != null) {
      outputs
          .get(COUNTS)
          .setCoder(ErrorCount.coder())
          .apply("ErrorThreshold", threshold.check(validate.stepName()));
    }
    if (dead == null) {
      outputs.get(DEAD).setCoder(DeadLetter.coder());
    } else {
      dead.addErrorCollection(outputs.get(DEAD));
    }
    return outputs.get(OUT).setRowSchema(schema);
  }

  private int nextBit() {
    if (bits == Marks.MAX) {
      throw new IllegalArgumentException(
          validate.stepName()
              + ": at most "
              + Marks.MAX
              + " expectations may compare records with each other. Apply a second Validate.");
    }
    return bits++;
  }

  private void requireState(Expectation expectation, boolean forgets) {
    WindowFn<?, ?> windows = input.getWindowingStrategy().getWindowFn();
    if (!windows.isNonMerging()) {
      throw new IllegalArgumentException(
          expectation.where()
              + ": the input is in windows that merge (sessions), on which Beam keeps no state."
              + " Apply it before windowing.");
    }
    if (input.isBounded() == IsBounded.BOUNDED) {
      return;
    }
    if (!(windows instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          expectation.where()
              + ": an unbounded input must be in the global window, but is in "
              + Windows.text(windows)
              + ", of which the runner drops late records. Apply it before windowing.");
    }
    if (!forgets) {
      throw new IllegalArgumentException(
          expectation.where()
              + ": unique() is for bounded input, since of an unbounded one it would never forget a"
              + " key. Say how near duplicates are: uniqueWithin(Duration.ofDays(1), ...).");
    }
  }
}
