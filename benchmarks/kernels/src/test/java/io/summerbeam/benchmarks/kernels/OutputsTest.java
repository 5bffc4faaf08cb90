package io.summerbeam.benchmarks.kernels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class OutputsTest {

  private static final Kernel ONE = outputs -> outputs.accept("one");
  private static final Kernel TWO = outputs -> outputs.accept("two");

  @Test
  public void differentOutputs_areRefusedWithTheArms() {
    assertThat(
        refusal(new TreeMap<>(Map.of("k/by-hand", ONE, "k/ours", TWO))),
        allOf(
            containsString("k/by-hand and k/ours differ"),
            containsString("output 0 is one and two")));
  }

  @Test
  public void differentKernels_mayDiffer() {
    Outputs.mustAgree(Map.of("k/by-hand", ONE, "l/by-hand", TWO));
  }

  @Test
  public void missingOutput_isRefused() {
    Kernel more =
        outputs -> {
          outputs.accept("one");
          outputs.accept("one");
        };
    assertThat(
        refusal(new TreeMap<>(Map.of("k/a", ONE, "k/b", more))), containsString("1 and 2 outputs"));
  }

  @Test
  public void noOutput_isRefused() {
    assertThat(refusal(Map.of("k/a", outputs -> {})), containsString("and something"));
  }

  @Test
  public void secondBundleThatDiffers_isRefused() {
    AtomicInteger count = new AtomicInteger();
    Kernel counting = outputs -> outputs.accept(count.incrementAndGet());
    assertThat(refusal(Map.of("k/a", counting)), containsString("the same each time"));
  }

  @Test
  public void kernelOfSeveralBundles_isComparedInAllOfThem() {
    Outputs.mustAgree(Map.of("k/a", inTurn("one", "two"), "k/b", inTurn("one", "two")));

    assertThat(
        refusal(new TreeMap<>(Map.of("k/a", inTurn("one", "two"), "k/b", inTurn("one", "three")))),
        containsString("output 1 is two and three"));
  }

  private static Kernel inTurn(String... bundles) {
    AtomicInteger count = new AtomicInteger();
    return new Kernel() {
      @Override
      public void bundle(Consumer<Object> outputs) {
        outputs.accept(bundles[count.getAndIncrement() % bundles.length]);
      }

      @Override
      public int bundles() {
        return bundles.length;
      }
    };
  }

  private static String refusal(Map<String, Kernel> arms) {
    return assertThrows(IllegalStateException.class, () -> Outputs.mustAgree(arms)).getMessage();
  }
}
