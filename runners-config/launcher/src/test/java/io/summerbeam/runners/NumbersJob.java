package io.summerbeam.runners;

import io.summerbeam.sdk.metric.RecordCounters;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** A job for tests: of the numbers 1 to 4 it drops 2, and 3 is a dead letter. */
final class NumbersJob implements Job<NumbersJob.NumbersOptions> {

  public enum Color {
    RED,
    GREEN
  }

  /** Its options. */
  public interface NumbersOptions extends PipelineOptions {
    @Description("The number at which the job fails.")
    @Default.Integer(0)
    int getFailAt();

    void setFailAt(int number);

    @Description("Where the numbers go.")
    @Default.String("out/numbers")
    String getOutput();

    void setOutput(String output);

    @Description("What the job refuses.")
    @Default.String("nothing")
    String getRefuse();

    void setRefuse(String what);

    @Description("Of this color.")
    @Default.Enum("RED")
    Color getColor();

    void setColor(Color color);

    @Default.Double(0.5)
    double getShare();

    void setShare(double share);

    @Description("Names, separated by commas.")
    List<String> getNames();

    void setNames(List<String> names);

    @Default.Boolean(false)
    boolean getSorted();

    void setSorted(boolean sorted);
  }

  NumbersOptions seen;
  boolean stream;
  final List<String> events = new ArrayList<>();

  @Override
  public String name() {
    return "numbers";
  }

  @Override
  public String summary() {
    return "Sorts numbers out.";
  }

  @Override
  public Class<NumbersOptions> optionsType() {
    return NumbersOptions.class;
  }

  @Override
  public boolean isStream(NumbersOptions options) {
    return stream;
  }

  @Override
  public void check(NumbersOptions options) {
    if (options.getRefuse().equals("options")) {
      throw new UsageException("--output is not empty: " + options.getOutput());
    }
  }

  @Override
  public Closeable start(NumbersOptions options) {
    if (options.getRefuse().equals("start")) {
      throw new UsageException("--output cannot be started.");
    }
    events.add("started");
    if (options.getNames() == null) {
      options.setNames(List.of("from start"));
    }
    return () -> {
      events.add("closed");
      if (options.getRefuse().equals("close")) {
        throw new IOException("It does not stop.");
      }
    };
  }

  @Override
  public void build(Pipeline pipeline, NumbersOptions options) {
    seen = options;
    events.add("built with " + options.getNames());
    if (options.getRefuse().equals("build")) {
      throw new IllegalStateException("Cannot be built.");
    }
    pipeline
        .apply("Numbers", Create.of(1, 2, 3, 4))
        .apply("Sort", ParDo.of(new SortFn(options.getFailAt())));
  }

  @Override
  public List<String> results(NumbersOptions options) {
    events.add("done");
    return List.of("output: " + options.getOutput());
  }

  private static final class SortFn extends DoFn<Integer, Integer> {

    private final int failAt;
    private final RecordCounters counters = RecordCounters.of("Sort");

    SortFn(int failAt) {
      this.failAt = failAt;
    }

    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<Integer> output) {
      System.out.println("printed by a DoFn");
      counters.in();
      if (number == failAt) {
        throw new IllegalArgumentException("failAt was met.\nGive another number.");
      }
      if (number == 2) {
        counters.dropped();
      } else if (number == 3) {
        counters.dead("malformed");
      } else {
        counters.out();
        output.output(number);
      }
    }

    @FinishBundle
    public void finishBundle() {
      counters.flush();
    }
  }
}
