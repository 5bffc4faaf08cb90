package io.summerbeam.benchmarks.kernels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class KernelsTest {

  @Test
  public void allArms_putOutTheSame() {
    Map<String, List<String>> byKernel =
        Kernels.names().stream()
            // They are as those of 10,000, and take a gigabyte.
            .filter(arm -> !arm.matches(".*@100000+-keys/.*"))
            .collect(Collectors.groupingBy(arm -> arm.substring(0, arm.indexOf('/'))));
    // One after the other: not all tables have to be in memory at the same time.
    byKernel.values().forEach(KernelsTest::mustAgree);
  }

  @Test
  public void enrichOfKeys_putsOutWhatTheTableHasForTheKey() {
    List<Object> outputs = new ArrayList<>();
    Kernels.make("enrich@10000-keys/summerbeam").bundle(outputs::add);
    Map<String, Row> airports = new HashMap<>();
    new MadeUpAirports(10_000).load(row -> airports.put(row.getString("iata"), row));

    assertThat(outputs, hasSize(Kernel.RECORDS));
    for (Object output : outputs) {
      Row flight = (Row) ((WindowedValue<?>) output).getValue();
      Row airport = airports.get(flight.getString("origin"));
      assertThat(flight.getString("origin_city"), equalTo(airport.getString("city")));
      assertThat(flight.getString("origin_state"), equalTo(airport.getString("state")));
    }
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

  private static void mustAgree(List<String> names) {
    Map<String, Kernel> arms = new LinkedHashMap<>();
    names.forEach(arm -> arms.put(arm, Kernels.make(arm)));
    Outputs.mustAgree(arms);
  }
}
