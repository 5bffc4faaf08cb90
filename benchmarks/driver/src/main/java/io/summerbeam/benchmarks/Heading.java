package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every report begins with: what, where, how, and what to beware of.
 *
 * @param name of the benchmark
 * @param machine where it was run
 * @param parameters how it was run, in the order in which they are shown
 * @param warnings what a reader must know before the figures
 */
record Heading(
    String name, Machine machine, Map<String, Object> parameters, List<String> warnings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** For the terminal, above the table. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("== ").append(name).append("\n\n");
    machine.lines().forEach(line -> text.append(line).append('\n'));
    text.append("settings  ").append(settings()).append('\n');
    warnings.forEach(warning -> text.append(warning).append('\n'));
    return text.toString();
  }

  /** The first fields of the JSON. */
  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", name);
    json.set("parameters", JSON.valueToTree(parameters));
    json.set("machine", machineJson());
    json.set("warnings", JSON.valueToTree(warnings));
    return json;
  }

  /** What a plot must be shown with. */
  List<String> caption() {
    List<String> lines = new ArrayList<>();
    lines.add(
        machine.cpu()
            + ", "
            + machine.cores()
            + " cores; "
            + machine.date()
            + "; commit "
            + machine.commit().substring(0, Math.min(10, machine.commit().length()))
            + (machine.dirty() ? " with changes" : ""));
    lines.add(settings());
    lines.addAll(warnings);
    return lines;
  }

  private ObjectNode machineJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("command", machine.command());
    json.put("commit", machine.commit());
    json.put("dirty", machine.dirty());
    json.put("date", machine.date().toString());
    json.put("os", machine.os());
    json.put("cpu", machine.cpu());
    json.put("cores", machine.cores());
    ComparisonJson.putFigure(json, "load_before", machine.load() < 0 ? Double.NaN : machine.load());
    json.put("loaded", machine.isLoaded());
    json.put("jdk", machine.jdk());
    json.set("versions", JSON.valueToTree(machine.versions()));
    return json;
  }

  private String settings() {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + ": " + parameter.getValue())
        .collect(Collectors.joining("; "));
  }
}
