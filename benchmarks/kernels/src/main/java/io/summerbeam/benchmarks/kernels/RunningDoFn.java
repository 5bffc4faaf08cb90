package io.summerbeam.benchmarks.kernels;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.runners.core.DoFnRunners;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFnSchemaInformation;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.WindowedValueMultiReceiver;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A DoFn as it runs on a worker: serialized and read again, set up, and called by Beam's
 * DoFnRunner. What it throws is thrown on.
 */
final class RunningDoFn<I, O> implements Kernel {

  private final List<WindowedValue<I>> records;
  private final DoFnRunner<I, O> runner;
  private Consumer<Object> outputs = output -> {};
  private int next;

  /**
   * @param parDo the DoFn and its outputs
   * @param records of which a bundle is the next {@value Kernel#RECORDS}, or what is left of them
   * @param coder of a record
   * @param sideInputs what is in its views, in every window
   */
  RunningDoFn(
      ParDo.MultiOutput<I, O> parDo,
      List<WindowedValue<I>> records,
      Coder<I> coder,
      Map<PCollectionView<?>, ?> sideInputs) {
    this.records = records;
    PipelineOptions options = PipelineOptionsFactory.create();
    DoFn<I, O> fn = SerializableUtils.clone(parDo.getFn());
    DoFnInvokers.tryInvokeSetupFor(fn, options);
    this.runner =
        DoFnRunners.simpleRunner(
            options,
            fn,
            new SideInputs(sideInputs),
            new MainOutput(parDo.getMainOutputTag()),
            parDo.getMainOutputTag(),
            parDo.getAdditionalOutputTags().getAll(),
            new NoState(),
            coder,
            Map.of(),
            WindowingStrategy.globalDefault(),
            DoFnSchemaInformation.create(),
            Map.of());
  }

  @Override
  public void bundle(Consumer<Object> to) {
    outputs = to;
    int end = Math.min(next + RECORDS, records.size());
    runner.startBundle();
    for (int i = next; i < end; i++) {
      runner.processElement(records.get(i));
    }
    runner.finishBundle();
    next = end == records.size() ? 0 : end;
  }

  @Override
  public int bundles() {
    return (records.size() + RECORDS - 1) / RECORDS;
  }

  /** Hands on the main output. The records are such that nothing comes out elsewhere. */
  private final class MainOutput implements WindowedValueMultiReceiver {

    private final TupleTag<O> main;

    MainOutput(TupleTag<O> main) {
      this.main = main;
    }

    @Override
    public <T> void output(TupleTag<T> tag, WindowedValue<T> value) {
      if (!tag.equals(main)) {
        throw new IllegalStateException(
            "a record must come out at " + main.getId() + ", but one came out at " + tag.getId());
      }
      outputs.accept(value);
    }
  }
}
