package io.summerbeam.benchmarks.flights;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeyedFlightsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void flights_areAsManyOfEachKeyAndAllDifferent() throws Exception {
    List<Flight> flights = generate(7, 70, 2);
    assertThat(flights, hasSize(140));
    assertThat(flights.stream().distinct().toList(), hasSize(140));
    Map<String, Long> byOrigin =
        flights.stream().collect(Collectors.groupingBy(Flight::origin, Collectors.counting()));
    assertThat(byOrigin.keySet(), hasSize(7));
    assertThat(byOrigin.values(), everyItem(is(20L)));
    assertThat(
        flights.stream().map(Flight::time).sorted().toList(),
        is(flights.stream().map(Flight::time).toList()));
  }

  @Test
  public void airports_haveAStateForEachKey() throws Exception {
    generate(7, 70, 1);
    Airports airports = Airports.load(folder.getRoot().toPath().resolve("airports").toString());
    assertThat(airports.state("A6"), is("S6"));
  }

  @Test
  public void moreKeysThanRecords_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> generate(71, 70, 1));
  }

  private List<Flight> generate(int keys, int recordsADay, int days) throws Exception {
    Path flights = folder.getRoot().toPath().resolve("flights");
    KeyedFlights.main(
        new String[] {
          "../../samples/data/flights/flights.jsonl",
          Integer.toString(keys),
          Integer.toString(recordsADay),
          Integer.toString(days),
          flights.toString(),
          folder.getRoot().toPath().resolve("airports").toString()
        });
    return Files.readAllLines(flights).stream().map(FlightParser::parse).toList();
  }
}
