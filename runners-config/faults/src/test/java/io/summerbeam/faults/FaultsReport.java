package io.summerbeam.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was seen, as a table and raw.
 *
 * @param orders how many records were fed
 * @param seconds how long it took, from the job's start to its last result
 * @param lost what was missing at the end, by sink
 * @param doubled what was there more than once at the end, by sink
 */
record FaultsReport(
    int orders,
    long seconds,
    Map<String, Integer> expected,
    Map<String, Integer> lost,
    Map<String, Integer> doubled,
    List<FaultRecord> faults) {

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("faults.md"), markdown());
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("java", System.getProperty("java.version"));
    raw.put("cores", Runtime.getRuntime().availableProcessors());
    raw.put("beam", org.apache.beam.sdk.util.ReleaseInfo.getReleaseInfo().getVersion());
    raw.put("flink", org.apache.flink.runtime.util.EnvironmentInformation.getVersion());
    raw.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
    raw.put("orders", orders);
    raw.put("seconds", seconds);
    raw.put("expected", expected);
    raw.put("lost", lost);
    raw.put("doubled", doubled);
    raw.put("faults", faults);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("faults.json").toFile(), raw);
  }

  String markdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| fault | after so many orders | away, s | first result after, s | the job failed |"
            + " copies, plain topic |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (FaultRecord each : faults) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.1f | %.1f | %d | %,d |%n",
              each.what(),
              each.fed(),
              each.downMillis() / 1000.0,
              each.backMillis() / 1000.0,
              each.restarts(),
              each.copies()));
    }
    table.append("\n| sink | records | lost | more than once |\n|---|---|---|---|\n");
    for (Map.Entry<String, Integer> each : expected.entrySet()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d |%n",
              each.getKey(),
              each.getValue(),
              lost.get(each.getKey()),
              doubled.get(each.getKey())));
    }
    return table.toString();
  }
}
