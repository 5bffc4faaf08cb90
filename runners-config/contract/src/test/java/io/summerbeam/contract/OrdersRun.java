package io.summerbeam.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the orders job and what it left.
 *
 * @param orders the lines of the masked orders, sorted
 * @param revenue the lines of the revenue, sorted
 * @param everything that it printed and wrote, with its log
 */
record OrdersRun(
    RunnerProcess.Ended ended,
    List<String> orders,
    List<String> revenue,
    List<JsonNode> deadLetters,
    String everything) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Runs the job in a folder; its temporary files and its log go there, too. */
  static OrdersRun of(RunnerProcess.Runner runner, Path folder, int orders, long seed)
      throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    RunnerProcess.Ended ended =
        new RunnerProcess(runner)
            .withJvmFlag("-Djava.io.tmpdir=" + temporary)
            .run(
                folder,
                "io.summerbeam.samples.Main",
                "run",
                "orders",
                "--runner=" + runner.option,
                "--orders=" + orders,
                "--seed=" + seed,
                "--generated=" + folder.resolve("generated"));
    Path out = folder.resolve("out/orders");
    List<JsonNode> dead = new ArrayList<>();
    for (String line : linesOf(out.resolve("dead-letters"), "dead-letters-")) {
      dead.add(JSON.readTree(line));
    }
    StringBuilder everything = new StringBuilder(ended.out()).append(ended.err());
    for (Path written : List.of(folder.resolve("out"), temporary)) {
      everything.append(textOf(written));
    }
    return new OrdersRun(
        ended, linesOf(out, "orders-"), linesOf(out, "revenue-"), dead, everything.toString());
  }

  /** As the oracle writes them. */
  List<String> ordersInShort() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : orders) {
      JsonNode order = JSON.readTree(line);
      texts.add(
          String.join(
              "|",
              order.get("order_id").textValue(),
              order.get("placed_at").textValue(),
              order.get("product_id").textValue(),
              order.get("quantity").bigIntegerValue().toString(),
              order.get("category").textValue(),
              cents(order.get("price")),
              order.get("segment").textValue(),
              order.get("region").textValue(),
              cents(order.get("amount"))));
    }
    texts.sort(null);
    return texts;
  }

  /** As the oracle writes it. */
  List<String> revenueInShort() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : revenue) {
      JsonNode row = JSON.readTree(line);
      texts.add(
          String.join(
              "|",
              row.get("category").textValue(),
              row.get("window_start").textValue().substring(0, 10),
              row.get("orders").bigIntegerValue().toString(),
              cents(row.get("revenue")),
              row.get("customers").bigIntegerValue().toString(),
              row.get("largest_order").textValue()));
    }
    texts.sort(null);
    return texts;
  }

  /** As the oracle writes them. */
  List<String> deadLettersInShort() throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode letter : deadLetters) {
      String reason = letter.get("reason").textValue();
      JsonNode source = letter.get("source");
      texts.add(
          switch (reason) {
            case "lookup_miss" ->
                JSON.readTree(letter.get("payload").textValue()).get("order_id").textValue()
                    + " lookup_miss ";
            case "malformed" ->
                source.get("line").longValue()
                    + " at "
                    + source.get("offset").longValue()
                    + " malformed "
                    + (letter.get("payload").isNull() ? "" : letter.get("payload"));
            default ->
                source.get("line").longValue()
                    + " at "
                    + source.get("offset").longValue()
                    + " "
                    + reason
                    + " "
                    + letter.get("message").textValue();
          });
    }
    texts.sort(null);
    return texts;
  }

  // Jackson leaves out zeros at the end.
  private static String cents(JsonNode number) {
    return number.decimalValue().setScale(2).toPlainString();
  }

  private static List<String> linesOf(Path folder, String prefix) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith(prefix)).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.sort(null);
    return lines;
  }

  private static String textOf(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // Engines unpack libraries there; what is looked for is ASCII.
        text.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
