package io.summerbeam.benchmarks.kernels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RunningDoFnTest {

  private static final TupleTag<String> OUT = new TupleTag<>("out") {};
  private static final TupleTag<String> BAD = new TupleTag<>("bad") {};

  @Test
  public void doFn_isSetUpAndRunsWholeBundles() {
    Kernel kernel = running("a", "b");
    assertThat(values(kernel), contains("a of 1", "b of 2", "end"));
    assertThat(values(kernel), contains("a of 1", "b of 2", "end"));
  }

  @Test
  public void recordsOfSeveralBundles_comeInTurn() {
    String[] records = new String[Kernel.RECORDS + 1];
    Arrays.fill(records, "a");
    records[0] = "first";
    records[Kernel.RECORDS] = "last";
    Kernel kernel = running(records);

    assertThat(kernel.bundles(), equalTo(2));
    assertThat(values(kernel), hasSize(Kernel.RECORDS + 1));
    assertThat(values(kernel), contains("last of 1", "end"));
    assertThat(values(kernel).get(0), equalTo("first of 1"));
  }

  @Test
  public void exception_isThrownOn() {
    Kernel kernel = running("throw");
    assertThrows(UserCodeException.class, () -> values(kernel));
  }

  @Test
  public void outputElsewhere_isRefused() {
    Kernel kernel = running("bad");
    Exception e = assertThrows(RuntimeException.class, () -> values(kernel));
    assertThat(String.valueOf(e), containsString("one came out at bad"));
  }

  private static Kernel running(String... records) {
    List<WindowedValue<String>> bundle = new ArrayList<>();
    for (String record : records) {
      bundle.add(WindowedValues.valueInGlobalWindow(record));
    }
    return new RunningDoFn<>(
        ParDo.of(new NumberFn()).withOutputTags(OUT, TupleTagList.of(BAD)),
        bundle,
        StringUtf8Coder.of(),
        Map.of());
  }

  private static List<Object> values(Kernel kernel) {
    List<Object> values = new ArrayList<>();
    kernel.bundle(value -> values.add(((WindowedValue<?>) value).getValue()));
    return values;
  }

  private static final class NumberFn extends DoFn<String, String> {

    private transient StringBuilder text;
    private transient int number;

    @Setup
    public void setup() {
      text = new StringBuilder(" of ");
    }

    @StartBundle
    public void startBundle() {
      number = 0;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      switch (context.element()) {
        case "throw" -> throw new IllegalArgumentException("thrown");
        case "bad" -> context.output(BAD, "bad");
        default -> context.output(context.element() + text + ++number);
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output("end", GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
  }
}
