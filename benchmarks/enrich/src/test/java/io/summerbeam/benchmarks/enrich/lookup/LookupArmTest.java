package io.summerbeam.benchmarks.enrich.lookup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.enrich.FlinkArm;
import io.summerbeam.benchmarks.enrich.Numbers;
import java.util.Properties;
import org.junit.Test;

/** Each arm has all orders, with name and points of their customers, and counts its queries. */
public class LookupArmTest {

  private static final int RECORDS = 401;
  private static final int KEYS = 70;

  @Test
  public void blocking_asksForEachOrder() throws Exception {
    Properties report = report(Asking.BLOCKING);
    assertThat(report.getProperty("checksum"), is(expected()));
    assertThat(calls(report), is(RECORDS));
  }

  @Test
  public void singleThread_asksForEachOrder() throws Exception {
    Properties report = report(Asking.SINGLE_THREAD);
    assertThat(report.getProperty("checksum"), is(expected()));
    assertThat(calls(report), is(RECORDS));
  }

  @Test
  public void summerbeam_asksForMany() throws Exception {
    Properties report = report(Asking.SUMMERBEAM);
    assertThat(report.getProperty("checksum"), is(expected()));
    assertThat(calls(report), greaterThan(0));
    assertThat(calls(report), lessThan(RECORDS / 4));
  }

  @Test
  public void summerbeamWithCache_asksForMany() throws Exception {
    Properties report = report(Asking.SUMMERBEAM_CACHE);
    assertThat(report.getProperty("checksum"), is(expected()));
    assertThat(calls(report), greaterThan(0));
    assertThat(calls(report), lessThan(RECORDS / 4));
  }

  private static Properties report(Asking asking) throws Exception {
    return FlinkArm.beam(
        LookupArm.class, "--records=" + RECORDS, "--keys=" + KEYS, "--asking=" + asking.name());
  }

  private static int calls(Properties report) {
    return Integer.parseInt(report.getProperty("count.calls"));
  }

  private static String expected() {
    double[] shares = Numbers.zipf(KEYS);
    ResultSum sum = new ResultSum();
    for (long id = 0; id < RECORDS; id++) {
      int customer = Numbers.drawn(id, shares);
      String name = "Customer Number " + customer;
      sum.add(Checksum.hash(Checksum.hash(id, name.hashCode()), customer % 1000));
    }
    return sum.text();
  }
}
