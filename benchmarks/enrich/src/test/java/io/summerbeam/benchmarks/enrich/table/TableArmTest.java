package io.summerbeam.benchmarks.enrich.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.enrich.FlinkArm;
import io.summerbeam.benchmarks.enrich.Numbers;
import org.junit.Test;

/** Each arm has all orders, with name and points of their customers. */
public class TableArmTest {

  private static final int RECORDS = 3_001;
  private static final int KEYS = 70;

  @Test
  public void map_givesEachOrderItsCustomer() throws Exception {
    assertThat(checksum(Enriching.MAP), is(expected()));
  }

  @Test
  public void snapshot_givesEachOrderItsCustomer() throws Exception {
    assertThat(checksum(Enriching.SNAPSHOT), is(expected()));
  }

  @Test
  public void side_givesEachOrderItsCustomer() throws Exception {
    assertThat(checksum(Enriching.SIDE), is(expected()));
  }

  @Test
  public void table_givesEachOrderItsCustomer() throws Exception {
    assertThat(checksum(Enriching.TABLE), is(expected()));
  }

  @Test
  public void broadcastState_givesEachOrderItsCustomer() throws Exception {
    assertThat(
        FlinkArm.run(BroadcastArm.class, "--records=" + RECORDS, "--keys=" + KEYS)
            .getProperty("checksum"),
        is(expected()));
  }

  private static String checksum(Enriching enriching) throws Exception {
    return FlinkArm.beam(
            TableArm.class,
            "--records=" + RECORDS,
            "--keys=" + KEYS,
            "--enriching=" + enriching.name())
        .getProperty("checksum");
  }

  private static String expected() {
    ResultSum sum = new ResultSum();
    for (long id = 0; id < RECORDS; id++) {
      int customer = Numbers.even(id, KEYS);
      String name = "Customer Number " + customer;
      sum.add(Checksum.hash(Checksum.hash(id, name.hashCode()), customer % 1000));
    }
    return sum.text();
  }
}
