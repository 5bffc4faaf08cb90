package io.summerbeam.benchmarks.kernels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class MadeUpAirportsTest {

  private static final int KEYS = 10_000;

  private final MadeUpAirports airports = new MadeUpAirports(KEYS);

  @Test
  public void rows_areSoManyOfDifferentKeys_andThoseThatAreLoaded() {
    List<Row> loaded = new ArrayList<>();
    airports.load(loaded::add);

    assertThat(loaded, hasSize(KEYS));
    assertThat(keys(loaded), hasSize(KEYS));
    assertThat(airports.rows(), contains(loaded.toArray(Row[]::new)));
  }

  @Test
  public void flights_areFromAllAirports_andTheSameEachTime() {
    List<WindowedValue<Row>> flights = airports.flights();
    Set<String> origins = new HashSet<>();
    flights.forEach(flight -> origins.add(flight.getValue().getString("origin")));
    List<Row> rows = new ArrayList<>();
    airports.rows().forEach(rows::add);

    assertThat(origins, equalTo(keys(rows)));
    assertThat(flights.size() % Kernel.RECORDS, equalTo(0));
    assertThat(airports.flights(), equalTo(flights));
  }

  private static Set<String> keys(List<Row> rows) {
    Set<String> keys = new HashSet<>();
    rows.forEach(row -> keys.add(row.getString("iata")));
    return keys;
  }
}
