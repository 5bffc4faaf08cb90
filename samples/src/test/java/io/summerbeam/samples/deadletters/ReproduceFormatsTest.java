package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.summerbeam.samples.CommandLine;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code dead-letters reproduce} of payloads that are no JSON. */
@RunWith(JUnit4.class)
public class ReproduceFormatsTest {

  private static final String ID = "00aa";
  private static final String AIRPORTS = "--with=--airports=" + sample("flights/airports.csv");
  private static final String CANNOT = "The dead letter 00aa cannot be reproduced: ";

  private static ThreeSchemas registry;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private int stores;

  @BeforeClass
  public static void startRegistry() throws Exception {
    registry = new ThreeSchemas();
  }

  @AfterClass
  public static void stopRegistry() {
    registry.close();
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private String written(String name, String text) throws IOException {
    return Files.writeString(path(name), text).toString();
  }

  private static DeadLetter failed(String job, String expectation, byte[] payload, String format) {
    return LetterFolder.LATE.toBuilder()
        .setId(ID)
        .setPipeline(job)
        .setStep("Validate")
        .setReason("expectation_failed")
        .setMessage("expectations failed: " + expectation)
        .setSource(Provenance.ofKafka(job, 0, 7))
        .setPayload(payload)
        .setPayloadFormat(format)
        .build();
  }

  /** Makes a store that has this letter alone. */
  private void write(DeadLetter letter) throws IOException {
    stores++;
    new LetterFolder(path("dead-" + stores)).write("0", letter);
  }

  private static Row flight(long delay) {
    return Row.withSchema(FlightsPipeline.FLIGHT)
        .addValues("2001/01/05 12:00", "DTW", "LAS", delay, 300L)
        .build();
  }

  private CommandLine reproduce(String store, String id, String... more) {
    List<String> args =
        new ArrayList<>(List.of("dead-letters", "reproduce", path(store).toString(), id));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private String reproduced(String... more) {
    CommandLine ended = reproduce("dead-" + stores, ID, more);
    assertThat(ended.err(), ended.code(), equalTo(0));
    return ended.out();
  }

  private String refused(String... more) {
    CommandLine ended = reproduce("dead-" + stores, ID, more);
    assertThat(ended.out(), ended.code(), equalTo(2));
    return ended.err().strip();
  }

  private static String again(String expectation) {
    String failure = "in Validate  expectation_failed  expectations failed: " + expectation + "\n";
    return "it failed  " + failure + "now        " + failure;
  }

  @Test
  public void avroOfARegistry_failsAgain_orPasses() throws Exception {
    String[] avro = {"--format=avro-registry", "--registry=" + registry.url(), AIRPORTS};
    for (String format : new String[] {"avro-registry", null}) {
      byte[] late = registry.avro(ThreeSchemas.FLIGHT, flight(9000));
      write(failed("flights", "delay_plausible", late, format));
      assertThat(reproduced(avro), equalTo(again("delay_plausible")));
    }

    byte[] good = registry.avro(ThreeSchemas.FLIGHT, flight(20));
    write(failed("flights", "delay_plausible", good, "avro-registry"));
    assertThat(
        reproduced(avro),
        equalTo(
            "it failed  in Validate  expectation_failed  expectations failed: delay_plausible\n"
                + "now        it passes\n"));
  }

  @Test
  public void jsonBehindAnId_failsAgain() throws Exception {
    byte[] late =
        JsonFormat.of()
            .withRegistry(registry.registry())
            .withSubject("flights-value")
            .encoder(FlightsPipeline.FLIGHT)
            .encode(flight(9000));
    write(failed("flights", "delay_plausible", late, "json-registry"));
    assertThat(
        reproduced("--format=json-registry", "--registry=" + registry.url(), AIRPORTS),
        equalTo(again("delay_plausible")));
    assertThat(
        "its id is not looked at",
        reproduced("--format=json", AIRPORTS),
        equalTo(again("delay_plausible")));
  }

  @Test
  public void protobuf_failsAgain() throws Exception {
    Path descriptors =
        Files.write(path("order.desc"), Base64.getDecoder().decode(PayloadFormatsTest.DESCRIPTORS));
    String expectations =
        written("large.yaml", "expectations:\n  - name: large\n    field: id\n    from: 10\n");
    String schema = written("order.avsc", OneSchema.ORDER);
    write(failed("validate", "large", new byte[] {8, 5, 18, 1, 'a'}, "protobuf"));
    assertThat(
        reproduced(
            "--format=protobuf",
            "--descriptors=" + descriptors,
            "--message=shop.v1.Order",
            "--with=--expectations=" + expectations,
            "--with=--schema=" + schema),
        equalTo(again("large")));
  }

  /** It has the form that the job reads, with a header. */
  @Test
  public void csvOfAFile_failsAgain() throws Exception {
    String expectations =
        written(
            "positive.yaml", "expectations:\n  - name: positive\n    field: amount\n    from: 0\n");
    String input = written("a.csv", "id;amount\n007;1.50\n8;-1.00\n");
    CommandLine run =
        call(
            "run",
            "validate",
            "--expectations=" + expectations,
            "--input=" + input,
            "--delimiter=;",
            "--output=" + path("out"),
            "--deadLetters=" + path("csv"));
    assertThat(run.err(), run.code(), equalTo(0));
    List<String> letters = CommandLine.lines(path("csv"), "dead-letters-");
    assertThat(letters, hasSize(1));
    String id = DeadLetterJson.read(letters.get(0).getBytes(StandardCharsets.UTF_8)).id();

    CommandLine ended =
        reproduce(
            "csv",
            id,
            "--format=csv",
            "--columns=id,amount",
            "--delimiter=;",
            "--with=--delimiter=;",
            "--with=--expectations=" + expectations);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), equalTo(again("positive")));
  }

  /** Behind a header a file has rows for the first three, or none. */
  @Test
  public void csvThatIsNoRecord_isRefused() throws Exception {
    String lineBreak =
        "the record is not CSV: a line break or a carriage return stands outside of quotes";
    String[][] refusals = {
      {"1,a\n", lineBreak},
      {"1,a\n2,b", lineBreak},
      {"", "the record is empty"},
      {"1,a,b", "the record must have 2 columns, one for each field that is named, but has 3"}
    };
    for (String format : new String[] {"csv", null}) {
      for (String[] each : refusals) {
        write(failed("validate", "positive", each[0].getBytes(StandardCharsets.UTF_8), format));
        assertThat(
            refused("--format=csv", "--columns=id,amount"),
            equalTo(CANNOT + "its payload cannot be edited: " + each[1] + "."));
      }
    }
  }

  private static byte[] json(long delay) {
    return RowJson.toBytesLenient(flight(delay));
  }

  @Test
  public void asJson_itIsOneObject() throws Exception {
    String failure =
        "{\"step\":\"Validate\",\"reason\":\"expectation_failed\","
            + "\"message\":\"expectations failed: delay_plausible\"}";
    write(failed("flights", "delay_plausible", json(9000), "json"));
    assertThat(
        reproduced("--json", AIRPORTS),
        equalTo(
            "{\"id\":\"00aa\",\"then\":"
                + failure
                + ",\"now\":"
                + failure
                + ",\"masked\":false}\n"));
    write(failed("flights", "delay_plausible", json(20), "masked+json"));
    assertThat(
        reproduced("--json", AIRPORTS),
        equalTo("{\"id\":\"00aa\",\"then\":" + failure + ",\"now\":null,\"masked\":true}\n"));
  }

  @Test
  public void asJson_dataIsNotPrintedWithoutShowPayload() throws Exception {
    write(
        failed("flights", "delay_plausible", json(20), "json").toBuilder()
            .setMessage("it is no JSON (Unexpected token 'secret')")
            .setErrorClass("com.example.JsonException")
            .build());
    assertThat(
        reproduced("--json", AIRPORTS),
        containsString("\"message\":\"it is no JSON\"},\"now\":null"));
    assertThat(
        reproduced("--json", AIRPORTS, "--show-payload"),
        containsString("\"message\":\"it is no JSON (Unexpected token 'secret')\"}"));
  }

  @Test
  public void whatCannotBeRead_isRefused() throws Exception {
    byte[] late = registry.avro(ThreeSchemas.FLIGHT, flight(9000));
    String[] avro = {"--format=avro-registry", "--registry=" + registry.url()};
    write(failed("flights", "delay_plausible", late, "avro-registry"));
    assertThat(
        refused(),
        equalTo(
            CANNOT
                + "its payload is no JSON, which the files are of, but avro-registry: say how it is"
                + " read with --format."));
    assertThat(
        refused("--format=text"),
        equalTo(CANNOT + "its payload is no JSON, which the files are of, but avro-registry."));
    assertThat(
        refused("--format=avro-registry"),
        equalTo("--format=avro-registry: it needs --registry=URL."));

    late[4] = 99;
    write(failed("flights", "delay_plausible", late, "avro-registry"));
    assertThat(
        refused(avro),
        equalTo(CANNOT + "its payload cannot be edited: the registry has no schema of the id 99."));
    write(failed("flights", "delay_plausible", late, "debezium-avro-registry"));
    assertThat(
        refused(avro),
        equalTo(
            CANNOT
                + "it is a change of a database, and not the row that a step takes: replay it to a"
                + " topic."));
    write(failed("flights", "delay_plausible", late, "encrypted+avro-registry"));
    assertThat(
        refused(),
        equalTo(
            CANNOT
                + "its payload is no JSON, which the files are of, but encrypted+avro-registry."));
    write(failed("flights", "delay_plausible", null, null));
    for (String[] options : new String[][] {{}, avro}) {
      assertThat(refused(options), equalTo(CANNOT + "it has no payload."));
    }
  }
}
