package io.summerbeam.benchmarks.kernels;

import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a record costs in one arm; the JVM it runs in has seen no other. */
@State(Scope.Thread)
public class BundleBenchmark {

  /** The arm, as {@link Kernels} names it. */
  @Param("")
  public String arm = "";

  private Kernel kernel = outputs -> {};
  private Consumer<Object> outputs = output -> {};

  /** Makes the arm. */
  @Setup
  public void setup(Blackhole blackhole) {
    kernel = Kernels.make(arm);
    outputs = blackhole::consume;
  }

  /** A bundle. */
  @Benchmark
  @OperationsPerInvocation(Kernel.RECORDS)
  public void bundle() {
    kernel.bundle(outputs);
  }
}
