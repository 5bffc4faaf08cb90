package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.PipelineResult;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class CancellationTest {

  private static final RuntimeException INTERRUPTION =
      new RuntimeException(
          "Failed to create partitions.", new IllegalStateException(new InterruptedException()));

  private final AtomicInteger calls = new AtomicInteger();

  private PipelineResult result(PipelineResult.State state, Exception failure) {
    return (PipelineResult)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PipelineResult.class},
            (proxy, method, args) -> {
              if (method.getName().equals("getState")) {
                return state;
              }
              calls.incrementAndGet();
              throw failure;
            });
  }

  @Test
  public void interruptionOfTheDriver_isNoFailure() throws IOException {
    Cancellation.cancel(result(PipelineResult.State.CANCELLED, INTERRUPTION));
    assertThat(calls.get(), equalTo(1));
  }

  @Test
  public void anythingElse_isOne() {
    RuntimeException failure = new RuntimeException(new IOException("The cluster is gone."));
    assertThat(
        assertThrows(
            RuntimeException.class,
            () -> Cancellation.cancel(result(PipelineResult.State.CANCELLED, failure))),
        sameInstance(failure));
    PipelineResult noWord = result(PipelineResult.State.CANCELLED, new IOException("No."));
    assertThrows(IOException.class, () -> Cancellation.cancel(noWord));
  }

  @Test
  public void interruptionOfWhoCancels_whileItRuns_isOne() {
    PipelineResult running = result(PipelineResult.State.RUNNING, INTERRUPTION);
    assertThat(
        assertThrows(RuntimeException.class, () -> Cancellation.cancel(running)),
        sameInstance(INTERRUPTION));
  }
}
