package io.summerbeam.benchmarks.kernels;

import io.summerbeam.runners.Home;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/**
 * The first {@value Kernel#RECORDS} real flights that keep the expectations and whose origin is
 * known, so that every arm puts every one of them out; and the airports.
 */
final class Flights {

  /** When a flight left. */
  static final EventTime TIME = EventTime.of("date", "yyyy/MM/dd HH:mm", ZoneOffset.UTC);

  static final int DATE = 0;
  static final int ORIGIN = 1;
  static final int DESTINATION = 2;
  static final int DELAY = 3;
  static final int DISTANCE = 4;

  private static final String FOLDER = "samples/data/flights/";

  private final List<WindowedValue<byte[]>> lines = new ArrayList<>();
  private final List<WindowedValue<Row>> rows = new ArrayList<>();
  private final List<Row> airports;

  private Flights(List<Row> airports) {
    this.airports = airports;
  }

  static Flights load() {
    try {
      Flights flights = new Flights(airportRows());
      Map<String, Row> known = new HashMap<>();
      flights.airports.forEach(airport -> known.put(airport.getString("iata"), airport));
      RowDecoder decoder = JsonFormat.of().decoder(FlightsPipeline.FLIGHT);
      EventTimeReader times = TIME.reader(FlightsPipeline.FLIGHT);
      for (String line : lines("flights.jsonl")) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Row row = decoder.decode(bytes);
        if (ValidateFn.isPlausible(row) && known.containsKey(row.<String>getValue(ORIGIN))) {
          flights.lines.add(WindowedValues.valueInGlobalWindow(bytes));
          flights.rows.add(
              WindowedValues.of(row, times.read(row), GlobalWindow.INSTANCE, PaneInfo.NO_FIRING));
        }
        if (flights.rows.size() == Kernel.RECORDS) {
          break;
        }
      }
      return flights;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedException e) {
      throw new IllegalStateException("the flights that come with the project are malformed", e);
    }
  }

  /** As they are read. */
  List<WindowedValue<byte[]>> lines() {
    return lines;
  }

  /** As rows, with their event times, in the global window. */
  List<WindowedValue<Row>> rows() {
    return rows;
  }

  /** The table. */
  List<Row> airports() {
    return airports;
  }

  private static List<Row> airportRows() throws IOException, MalformedException {
    List<String> lines = lines("airports.csv");
    Schema schema = FlightsPipeline.AIRPORT;
    RowDecoder decoder =
        CsvFormat.of().decoder(schema, lines.get(0).getBytes(StandardCharsets.UTF_8));
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(decoder.decode(line.getBytes(StandardCharsets.UTF_8)));
    }
    return rows;
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Home.resolve(FOLDER + file));
  }
}
