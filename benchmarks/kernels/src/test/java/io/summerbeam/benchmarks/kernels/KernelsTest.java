package io.summerbeam.benchmarks.kernels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class KernelsTest {

  @Test
  public void allArms_putOutTheSame() {
    Map<String, Kernel> arms = new LinkedHashMap<>();
    Kernels.names().forEach(arm -> arms.put(arm, Kernels.make(arm)));
    Outputs.mustAgree(arms);
  }

  @Test
  public void enrich_putsOutTheRealState() {
    List<Object> outputs = new ArrayList<>();
    Kernels.make("enrich/summerbeam").bundle(outputs::add);

    assertThat(outputs, hasSize(Kernel.RECORDS));
    Row first = (Row) ((WindowedValue<?>) outputs.get(0)).getValue();
    assertThat(first.getString("origin"), equalTo("DTW"));
    assertThat(first.getString("origin_state"), equalTo("MI"));
  }

  @Test
  public void unknownArm_namesThoseThereAre() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Kernels.make("validate/nobody"));
    assertThat(e.getMessage(), containsString("validate/by-hand"));
  }
}
