package io.summerbeam.benchmarks.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.redact;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.Mask;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** E-mail and phone of {@link People} to pseudonyms, the name to a fixed text; by whom. */
public enum Masking {
  /** As well as one can by hand. */
  BY_HAND {
    @Override
    public PCollection<Row> mask(PCollection<Row> people) {
      return people.apply(STEP, ParDo.of(new MaskFn())).setRowSchema(People.SCHEMA);
    }
  },

  /** As most would write it. */
  IDIOMATIC {
    @Override
    public PCollection<Row> mask(PCollection<Row> people) {
      return people.apply(STEP, ParDo.of(new IdiomaticMaskFn())).setRowSchema(People.SCHEMA);
    }
  },

  /** Ours. */
  SUMMERBEAM {
    @Override
    public PCollection<Row> mask(PCollection<Row> people) {
      KeySource key = () -> People.KEY.clone();
      return people.apply(
          STEP,
          Mask.fields(
              hash("email", key), hash("phone", key), redact("name").withText(People.REDACTED)));
    }
  };

  /** What the step is called in the pipeline. */
  public static final String STEP = "Mask";

  /** Applies the step, as {@value #STEP}. */
  public abstract PCollection<Row> mask(PCollection<Row> people);
}
