package io.summerbeam.samples.mask;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.lines;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.summerbeam.samples.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code run mask} and {@code run unmask}, as they are typed. */
@RunWith(JUnit4.class)
public class MaskJobTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path root() {
    return folder.getRoot().toPath();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(root().resolve(name), text).toString();
  }

  private CommandLine run(String job, String policy, String input, String output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                job,
                "--policy=" + policy,
                "--input=" + input,
                "--output=" + root().resolve(output)));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private List<JsonNode> records(String output, String prefix) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : lines(root().resolve(output), prefix)) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private static List<JsonNode> customers() throws IOException {
    List<JsonNode> customers = new ArrayList<>();
    List<String> lines = Files.readAllLines(Path.of(sample("customers/customers.jsonl")));
    for (String line : lines.subList(0, lines.size() - 1)) {
      customers.add(JSON.readTree(line));
    }
    return customers;
  }

  private CommandLine maskCustomers() throws IOException {
    return run(
        "mask",
        CustomerPolicy.in(root()),
        sample("customers/customers.jsonl"),
        "masked",
        "--schema=" + sample("customers/customers.avsc"));
  }

  /** Everything that was written, in whatever file. */
  private String everything(String output) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root().resolve(output))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  public void customers_areMaskedByTheirPolicy() throws Exception {
    CommandLine ended = maskCustomers();
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), containsString("masked        " + root().resolve("masked/masked-*")));

    List<JsonNode> masked = records("masked", "masked-");
    assertThat(masked, hasSize(8));
    Set<String> countries = new HashSet<>();
    for (JsonNode each : masked) {
      assertThat(each.get("id").textValue(), matchesPattern("[0-9a-f]{16}"));
      assertThat(each.get("email").textValue(), matchesPattern("\\*\\*\\*@example\\.\\w+"));
      assertThat(each.get("born").textValue(), matchesPattern("\\d{4}-01-01"));
      assertThat(each.get("signed_up").textValue(), matchesPattern("2024-\\d\\d-01T00:00:00Z"));
      countries.add(each.get("address").get("country").textValue());
    }
    assertThat(countries, equalTo(Set.of("SE", "GB", "IT", "US", "DE", "JP", "IE", "PT")));
  }

  @Test
  public void customers_nothingPersonalIsLeft() throws Exception {
    assertThat(maskCustomers().code(), equalTo(0));
    String all = everything("masked");
    for (JsonNode each : customers()) {
      for (String name : List.of("id", "name", "email", "phone", "born", "card", "last_ip")) {
        String value = each.get(name).textValue();
        if (value != null) {
          assertThat(all, not(containsString(value)));
        }
      }
      assertThat(all, not(containsString(each.get("address").get("street").textValue())));
      assertThat(all, not(containsString(each.get("address").get("postcode").textValue())));
    }
    for (String written :
        List.of(
            "anna.b@example.org",
            "4111 1111",
            "s3cret",
            "Winter2024",
            "DE75 5121",
            "219-09",
            "Ines")) {
      assertThat(all, not(containsString(written)));
    }
  }

  @Test
  public void recordThatIsCutOff_isADeadLetterWithItsPlaceOnly() throws Exception {
    assertThat(maskCustomers().code(), equalTo(0));
    List<JsonNode> dead = records("masked/dead-letters", "dead-letters-");
    assertThat(dead, hasSize(1));
    assertThat(dead.get(0).get("step").textValue(), equalTo("Read"));
    assertThat(dead.get(0).get("reason").textValue(), equalTo("malformed"));
    assertThat(dead.get(0).get("source").get("line").intValue(), equalTo(9));
    assertThat(dead.get(0).get("payload").isNull(), equalTo(true));
  }

  @Test
  public void unmask_turnsBackWhatCanBe() throws Exception {
    assertThat(maskCustomers().code(), equalTo(0));
    CommandLine ended =
        run(
            "unmask",
            root().resolve("policy.yaml").toString(),
            root().resolve("masked/masked-*").toString(),
            "unmasked",
            "--schema=" + sample("customers/customers.avsc"));
    assertThat(ended.err(), ended.code(), equalTo(0));

    // The orders' numbers were kept, and each customer has another phone.
    Map<String, JsonNode> byPhone = new HashMap<>();
    customers().forEach(each -> byPhone.put(each.get("phone").asText(), each));
    List<JsonNode> unmasked = records("unmasked", "unmasked-");
    assertThat(unmasked, hasSize(8));
    for (JsonNode each : unmasked) {
      JsonNode original = byPhone.remove(each.get("phone").asText());
      assertThat(each.get("card"), equalTo(original.get("card")));
      assertThat(orderTimes(each), equalTo(orderTimes(original)));
      assertThat("hashed for good", each.get("id"), not(equalTo(original.get("id"))));
    }
    assertThat(lines(root().resolve("unmasked/dead-letters"), "dead-letters-"), hasSize(0));
  }

  private static List<String> orderTimes(JsonNode customer) {
    List<String> times = new ArrayList<>();
    customer.get("orders").forEach(order -> times.add(order.get("placed_at").textValue()));
    return times;
  }

  @Test
  public void csvWithoutASchema_staysCsv() throws Exception {
    String policy =
        file(
            "policy.yaml",
            "version: 1\nkeys: { formats: '"
                + CustomerPolicy.key(root(), "formats", "formats, which are 32 bytes long")
                + "' }\nfields:\n  card: { technique: preserve_format, key: formats, alphabet:"
                + " digits }\n  name: redact\n");
    String input =
        file(
            "people.csv",
            "id,name,card,amount,note\n"
                + "007,Ada,4242 4242 4242 4242,1.50,\n"
                + "7,Grace,5555-5555-5555-4444,2,\"a, b\"\n"
                + "8,Ida\n");

    CommandLine ended = run("mask", policy, input, "out");
    assertThat(ended.err(), ended.code(), equalTo(0));
    List<String> masked = lines(root().resolve("out"), "masked-");
    masked.removeIf(line -> line.equals("id,name,card,amount,note"));
    masked.sort(null);
    assertThat(masked, hasSize(2));
    assertThat(masked.get(0), matchesPattern("007,[^,]*,\\d{4} \\d{4} \\d{4} \\d{4},1\\.50,"));
    assertThat(masked.get(1), matchesPattern("7,[^,]*,\\d{4}-\\d{4}-\\d{4}-\\d{4},2,\"a, b\""));
    assertThat(masked, everyItem(not(containsString("Ada"))));
    assertThat(lines(root().resolve("out/dead-letters"), "dead-letters-"), hasSize(1));

    assertThat(
        run("unmask", policy, root().resolve("out/masked-*").toString(), "back").code(),
        equalTo(0));
    assertThat(
        String.join("\n", lines(root().resolve("back"), "unmasked-")),
        containsString(",4242 4242 4242 4242,1.50,"));
  }

  private String key(String name) throws IOException {
    return CustomerPolicy.key(root(), name, name + " ".repeat(32 - name.length()));
  }

  /** All of them are digits without a zero in front, or not: the policy decides what they are. */
  @Test
  public void digitsOfCsvThatArePersonal_areTexts() throws Exception {
    String policy =
        file(
            "policy.yaml",
            "version: 1\nkeys: { k: '"
                + key("k")
                + "' }\nfields:\n  account: { technique: preserve_format, key: k, alphabet:"
                + " digits }\n  phone: { technique: keep_last, count: 2 }\n");
    String input = file("a.csv", "account,phone,n\n10000000,4912345,1\n20000000,4912399,2\n");

    CommandLine ended = run("mask", policy, input, "out");
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(
        String.join("\n", lines(root().resolve("out"), "masked-")), containsString(",*****45,1"));

    assertThat(
        run("unmask", policy, root().resolve("out/masked-*").toString(), "back").code(),
        equalTo(0));
    assertThat(
        String.join("\n", lines(root().resolve("back"), "unmasked-")),
        containsString("10000000,*****45,1"));
  }

  @Test
  public void csvWithAHeaderOnly_isWrittenWithIt() throws Exception {
    String policy = file("policy.yaml", "version: 1\nfields:\n  name: redact\n");
    CommandLine ended = run("mask", policy, file("a.csv", "id,name\n"), "out");
    assertThat(ended.err(), ended.code(), equalTo(0));
    Set<String> lines = new HashSet<>(lines(root().resolve("out"), "masked-"));
    assertThat(lines, equalTo(Set.of("id,name")));
  }

  @Test
  public void keysOfOnesOwn_takeThePlaceOfThePolicys() throws Exception {
    String policy =
        file(
            "policy.yaml",
            "version: 1\nkeys: { cards: env:NO_SUCH_VARIABLE_HERE }\nfields:\n  card: { technique:"
                + " preserve_format, key: cards, alphabet: digits }\n");
    String input = file("a.csv", "id,card\n7,4242 4242 4242 4242\n");
    String keys = "--keys=cards=" + key("own");

    CommandLine ended = run("mask", policy, input, "out", keys);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(
        run("unmask", policy, root().resolve("out/masked-*").toString(), "back", keys).code(),
        equalTo(0));
    assertThat(
        String.join("\n", lines(root().resolve("back"), "unmasked-")),
        containsString("7,4242 4242 4242 4242"));

    CommandLine unknown = run("mask", policy, input, "out2", "--keys=card=env:X");
    assertThat(unknown.code(), equalTo(2));
    assertThat(unknown.err(), startsWith("--keys: "));
    assertThat(unknown.err(), containsString("Did you mean 'cards'?"));
    CommandLine itself = run("mask", policy, input, "out3", "--keys=cards=hunter2");
    assertThat(itself.code(), equalTo(2));
    assertThat(itself.err(), not(containsString("hunter2")));
  }

  /** It is masked already; but an encrypting or dropping policy is obeyed. */
  @Test
  public void unmask_whatFailsIsLeftToThePolicy() throws Exception {
    String fields =
        "version: 1\nkeys: { k: '"
            + key("k")
            + "' }\nfields:\n  card: { technique: preserve_format, key: k, alphabet: digits }\n";
    String masked = file("m.csv", "id,card\n7,4242 4242 4242 4242\n8,12\n");

    assertThat(run("unmask", file("m.yaml", fields), masked, "a").code(), equalTo(0));
    List<JsonNode> asItCame = records("a/dead-letters", "dead-letters-");
    assertThat(asItCame, hasSize(1));
    assertThat(asItCame.get(0).get("payload").textValue(), equalTo("8,12"));

    String drops = file("d.yaml", fields + "dead_letters: { payload: drop }\n");
    assertThat(run("unmask", drops, masked, "b").code(), equalTo(0));
    assertThat(
        records("b/dead-letters", "dead-letters-").get(0).get("payload").isNull(), equalTo(true));
  }

  @Test
  public void policyThatDoesNotFit_isAUsageErrorThatShowsTheInferredSchema() throws Exception {
    String policy = file("policy.yaml", "version: 1\nfields:\n  nam: redact\n");
    CommandLine ended = run("mask", policy, file("a.jsonl", "{\"name\":\"Ada\"}\n"), "out");
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), startsWith("--policy: "));
    assertThat(ended.err(), containsString("there is no field 'nam'. Did you mean 'name'?"));
    assertThat(ended.err(), containsString("\nIt is: name STRING"));
    assertThat(Files.exists(root().resolve("out")), equalTo(false));
  }

  @Test
  public void policyThatIsNone_isAUsageErrorBeforeTheInputIsRead() throws Exception {
    CommandLine ended =
        run("mask", file("policy.yaml", "fields: ["), file("a.jsonl", "{\"a\":1}{"), "out");
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), startsWith("--policy: " + root().resolve("policy.yaml")));
  }

  @Test
  public void nothingToUnmask_isAUsageError() throws Exception {
    String policy = file("policy.yaml", "version: 1\nfields:\n  name: redact\n");
    CommandLine ended = run("unmask", policy, file("a.jsonl", "{\"name\":\"Ada\"}\n"), "out");
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), containsString("nothing that it masks can be turned back"));
  }

  @Test
  public void missingOptions_areAskedFor() {
    CommandLine ended = call("run", "mask", "--output=" + root().resolve("out"));
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), containsString("./summerbeam help mask"));
  }

  @Test
  public void help_saysWhatMustBeGiven() {
    CommandLine ended = call("help", "mask");
    assertThat(ended.code(), equalTo(0));
    assertThat(ended.out(), containsString("  --policy=TEXT\n"));
    assertThat(ended.out(), containsString("Required."));
    assertThat(ended.out(), containsString("Default: OUTPUT/dead-letters"));
  }
}
