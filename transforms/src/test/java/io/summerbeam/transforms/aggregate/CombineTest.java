package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.junit.Test;

/** A function of the user's own: its coder, and where it fails. */
public class CombineTest {

  /** What {@link ProductFn} keeps; nothing but a registry knows how it is encoded. */
  private static final class Product {
    private long value = 1;
  }

  private static final class ProductFn extends CombineFn<Long, Product, Long> {

    private static final long serialVersionUID = 1;

    private final long secret;

    private ProductFn(long secret) {
      this.secret = secret;
    }

    @Override
    public Product createAccumulator() {
      return new Product();
    }

    @Override
    public Product addInput(Product product, Long input) {
      if (input == secret) {
        throw new IllegalArgumentException("no " + input);
      }
      product.value *= input;
      return product;
    }

    @Override
    public Product mergeAccumulators(Iterable<Product> products) {
      Product first = null;
      for (Product product : products) {
        if (first == null) {
          first = product;
        } else {
          first.value *= product.value;
        }
      }
      return first;
    }

    @Override
    public Long extractOutput(Product product) {
      return product.value;
    }
  }

  private static final class ProductCoder extends CustomCoder<Product> {

    private static final long serialVersionUID = 1;

    @Override
    public void encode(Product product, OutputStream out) throws IOException {
      VarLongCoder.of().encode(product.value, out);
    }

    @Override
    public Product decode(InputStream in) throws IOException {
      Product product = new Product();
      product.value = VarLongCoder.of().decode(in);
      return product;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ProductCoder;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** Waits where it writes, as long as it is told to. */
  private static final class WaitingCoder extends CustomCoder<Product> {

    private static final long serialVersionUID = 1;

    private final transient Semaphore writing = new Semaphore(0);
    private final transient CountDownLatch go = new CountDownLatch(1);

    @Override
    public void encode(Product product, OutputStream out) throws IOException {
      writing.release();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public Product decode(InputStream in) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  public void combine_coderOfTheRegistry_isUsed() throws Exception {
    List<Measure.Bound> bound = List.of(bound(FieldType.INT64, new ProductCoder()));
    Accumulator accumulator = Accumulator.empty(bound);
    assertThat(accumulator.result(0), nullValue());
    accumulator.add(Measured.row("n", null), 0);
    assertThat(accumulator.result(0), nullValue());
    accumulator.add(Measured.row("n", 3L), 0);
    accumulator.add(Measured.row("n", 7L), 0);
    Accumulator other = Measured.decoded(bound, Measured.encoded(bound, accumulator));
    other.merge(accumulator);
    assertThat(other.result(0), equalTo(441L));
    assertThat(accumulator.result(0), equalTo(21L));
  }

  @Test
  public void encoded_thatCompactsInPlace_isAsItWas() throws Exception {
    List<Measure.Bound> bound =
        Measured.bound(
            Aggregate.globally().combine("n", new BufferedSumFn(), FieldType.INT64, "x"));
    Accumulator accumulator = Accumulator.empty(bound);
    for (long n : new long[] {3, 4, 5}) {
      accumulator.add(Measured.row("n", n), 0);
    }
    byte[] once = Measured.encoded(bound, accumulator);
    assertThat(Arrays.equals(Measured.encoded(bound, accumulator), once), equalTo(true));

    assertThat(new MergeFn(bound).compact(accumulator), sameInstance(accumulator));

    byte[] compact = Measured.encoded(bound, accumulator);
    // One number of one byte instead of three.
    assertThat(compact.length, equalTo(once.length - 2));
    assertThat(Measured.decoded(bound, once).result(0), equalTo(12L));
    assertThat(Measured.decoded(bound, compact).result(0), equalTo(12L));
  }

  @Test(timeout = 60_000)
  public void encoded_byTwoThreads_isWrittenByOneAfterTheOther() throws Exception {
    WaitingCoder coder = new WaitingCoder();
    List<Measure.Bound> bound = List.of(bound(FieldType.INT64, coder));
    Accumulator accumulator = Accumulator.empty(bound);
    accumulator.add(Measured.row("n", 3L), 0);
    Thread one = writer(accumulator);
    Thread other = writer(accumulator);
    try {
      one.start();
      coder.writing.acquire();
      other.start();
      while (other.getState() != Thread.State.BLOCKED) {
        assertThat(coder.writing.availablePermits(), equalTo(0));
        Thread.onSpinWait();
      }
    } finally {
      coder.go.countDown();
    }
    one.join();
    other.join();
    assertThat(coder.writing.availablePermits(), equalTo(1));
  }

  @Test
  public void combine_noCoder_isRefusedWithTheRemedy() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> bound(FieldType.INT64, null))
            .getMessage(),
        equalTo(
            "Aggregate.combine(n, ProductFn): there must be a coder for what the CombineFn keeps,"
                + " but there is none. Override its getAccumulatorCoder(), or register one with"
                + " the pipeline's CoderRegistry."));
  }

  @Test
  public void combine_thatThrows_failsWithoutTheRecord() {
    Accumulator accumulator =
        Accumulator.empty(List.of(bound(FieldType.INT64, new ProductCoder())));
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class, () -> accumulator.add(Measured.row("n", 424242L), 0));
    assertThat(
        failure.getMessage(),
        equalTo(
            "Aggregate.combine(n, ProductFn): addInput() of the CombineFn failed with"
                + " java.lang.IllegalArgumentException, whose message is not shown because it may"
                + " quote a record. Make it take all values, or keep such records out before, with"
                + " Validate."));
    assertThat(failure.getCause(), nullValue());
    assertThat(failure.getStackTrace()[0].getClassName(), equalTo(ProductFn.class.getName()));
  }

  @Test
  public void combine_resultOfAnotherType_failsWithoutTheResult() {
    Accumulator accumulator =
        Accumulator.empty(List.of(bound(FieldType.STRING, new ProductCoder())));
    accumulator.add(Measured.row("n", 98765L), 0);
    String message =
        assertThrows(IllegalStateException.class, () -> accumulator.result(0)).getMessage();
    assertThat(
        message,
        containsString(
            "the CombineFn must give a value for a field of type STRING, but gave a"
                + " java.lang.Long. Name the type of its result in combine()."));
    assertThat(message, not(containsString("98765")));
  }

  @Test
  public void coder_ofTheSameFunctionBuiltAgain_isEqual() {
    assertThat(
        new AccumulatorCoder(List.of(bound(FieldType.INT64, new ProductCoder()))),
        equalTo(new AccumulatorCoder(List.of(bound(FieldType.INT64, new ProductCoder())))));
  }

  private static Thread writer(Accumulator accumulator) {
    return new Thread(
        () -> {
          try {
            accumulator.encode(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Measure.Bound bound(FieldType type, Coder<Product> coder) {
    CoderRegistry registry = CoderRegistry.createDefault();
    if (coder != null) {
      registry.registerCoderForClass(Product.class, coder);
    }
    return Aggregate.globally()
        .combine("n", new ProductFn(424242), type, "x")
        .measures()
        .get(0)
        .bind(Measured.INPUT, registry);
  }
}
