package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Edits of payloads that are no JSON, as they are typed; what would be done needs no broker. */
@RunWith(JUnit4.class)
public class PayloadFormatsTest {

  /** What protoc makes of proto3 with a message Order { int64 id = 1; string name = 2; }. */
  static final String DESCRIPTORS =
      "CkoKCnNob3AucHJvdG8SB3Nob3AudjEiKwoFT3JkZXISDgoCaWQYASABKANSAmlk"
          + "EhIKBG5hbWUYAiABKAlSBG5hbWViBnByb3RvMw==";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private LetterFolder dead;

  @Before
  public void makeFolder() {
    dead = new LetterFolder(folder.getRoot().toPath().resolve("dead"));
  }

  private static DeadLetter letter(String id, byte[] payload, String format) {
    return LetterFolder.LATE.toBuilder()
        .setId(id)
        .setAttempts(1)
        .setPayload(payload)
        .setPayloadFormat(format)
        .build();
  }

  private CommandLine replay(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "dead-letters",
                "replay",
                dead.toString(),
                "--to=kafka:orders",
                // No broker listens there.
                "--bootstrapServers=127.0.0.1:1",
                "--dry-run"));
    args.addAll(Arrays.asList(more));
    return call(args.toArray(String[]::new));
  }

  /** What is printed where all would be done. */
  private void replaysAll(String... more) {
    CommandLine ended = replay(more);
    assertThat(ended.err() + ended.out(), ended.code(), equalTo(0));
    assertThat(ended.out(), containsString("  replayed  1\n"));
  }

  /** The reason for which the only letter would be refused. */
  private String refusal(String... more) {
    CommandLine ended = replay(more);
    assertThat(ended.err(), ended.code(), equalTo(3));
    assertThat(ended.out(), containsString("  replayed  0\n"));
    String reason =
        ended
            .out()
            .lines()
            .filter(line -> line.startsWith("            1  "))
            .findFirst()
            .orElseThrow()
            .strip();
    return reason.substring(1).strip();
  }

  private String written(String name, byte[] bytes) throws IOException {
    Path file = folder.getRoot().toPath().resolve(name);
    return Files.write(file, bytes).toString();
  }

  @Test
  public void avroOfARegistry_isEditedByTheSchemaOfItsId() throws Exception {
    try (OneSchema registry = new OneSchema()) {
      dead.write("0", letter("00cc", OneSchema.order(1, 5, 'a'), "avro-registry"));
      String[] format = {"--format=avro-registry", "--registry=" + registry.url()};
      replaysAll(format[0], format[1], "--set=id=id + 1");
      assertThat(
          refusal(format[0], format[1], "--set=idd=1"),
          equalTo(
              "the schema of its payload: there is no field 'idd'. Did you mean 'id'? Fields: id,"
                  + " name"));
      assertThat(
          refusal(format[0], format[1], "--set=id=name"),
          equalTo(
              "'id' is INT64 in the schema of its payload, but the value of its expression is"
                  + " STRING: convert it in the expression"));
      assertThat(
          refusal("--set=id=1"),
          equalTo("its payload is no JSON, but avro-registry: say how that is read, to edit it"));
    }
  }

  @Test
  public void payloadThatIsNotEdited_goesToATopicWithoutItsFormat() throws Exception {
    dead.write("0", letter("00cc", OneSchema.order(1, 5, 'a'), "avro-registry"));
    replaysAll();
  }

  @Test
  public void idThatTheRegistryDoesNotHave_isRefused() throws Exception {
    try (OneSchema registry = new OneSchema()) {
      dead.write("0", letter("00cc", OneSchema.order(9, 5, 'a'), "avro-registry"));
      assertThat(
          refusal("--format=avro-registry", "--registry=" + registry.url(), "--set=id=1"),
          equalTo("its payload cannot be edited: the registry has no schema of the id 9"));
    }
  }

  @Test
  public void registryThatIsAway_isAFailure() throws Exception {
    String url;
    try (OneSchema registry = new OneSchema()) {
      url = registry.url();
    }
    // What it answered the others is kept, whoever listens there.
    dead.write("0", letter("00cc", OneSchema.order(7, 5, 'a'), "avro-registry"));
    CommandLine ended = replay("--format=avro-registry", "--registry=" + url, "--set=id=1");
    assertThat(ended.out(), ended.code(), equalTo(1));
    assertThat(ended.err(), startsWith("dead-letters replay FAILED: "));
    assertThat(ended.err(), containsString("RestRegistry: the registry at " + url + " cannot be"));
  }

  @Test
  public void passwordOverHttpToAnotherMachine_isRefusedBefore() throws Exception {
    dead.write("0", letter("00cc", OneSchema.order(1, 5, 'a'), "avro-registry"));
    Path secret = Path.of(written("password", "s3cret".getBytes(UTF_8)));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    String[] login = {"--registryUser=ops", "--registryPassword=file:" + secret};
    String url = "http://registry.example.com:8081/apis";
    for (String format : List.of("avro-registry", "json-registry")) {
      assertThat(
          usage("--set=id=1", "--format=" + format, "--registry=" + url, login[0], login[1]),
          equalTo(
              "--registry must be at https: where there is a --registryUser, because a password is"
                  + " not sent in clear to another machine, but was: "
                  + url
                  + ". Ask it over https:, or without a user."));
    }
    try (OneSchema registry = new OneSchema()) {
      String here = "--registry=" + registry.url();
      replaysAll("--set=id=1", "--format=avro-registry", here, login[0], login[1]);
    }
  }

  @Test
  public void avroWithoutRegistry_isEditedByTheSchemaThatIsGiven() throws Exception {
    String schema = "--schema=" + written("order.avsc", OneSchema.ORDER.getBytes(UTF_8));
    byte[] order = Arrays.copyOfRange(OneSchema.order(1, 5, 'a'), 5, 8);
    // It does not say what it is: others wrote it.
    dead.write("0", letter("00cc", order, null));
    replaysAll("--format=avro", schema, "--set=name='b'");
    assertThat(
        refusal("--format=avro-single-object", schema, "--set=name='b'"),
        startsWith("its payload cannot be edited: the record must start with the header of Avro"));
  }

  @Test
  public void protobuf_isEditedByItsDescriptors() throws Exception {
    String file = "--descriptors=" + written("order.desc", Base64.getDecoder().decode(DESCRIPTORS));
    String message = "--message=shop.v1.Order";
    dead.write("0", letter("00cc", new byte[] {0, 0, 0, 0, 1, 0, 8, 5}, "protobuf-registry"));
    replaysAll("--format=protobuf-registry", file, message, "--set=name='b'");
    assertThat(
        refusal("--format=protobuf", file, message, "--set=name='b'"),
        equalTo(
            "its payload is no JSON, but protobuf-registry, and what is edited is protobuf: say how"
                + " that is read, to edit it"));
    try (OneSchema registry = new OneSchema()) {
      assertThat(
          refusal(
              "--format=protobuf-registry",
              file,
              message,
              "--registry=" + registry.url(),
              "--set=name='b'"),
          equalTo(
              "its payload cannot be edited: the schema of the id 1 must be PROTOBUF, but is AVRO"
                  + " in the registry"));
    }
  }

  @Test
  public void csvAndText_areEdited() throws Exception {
    dead.write("0", letter("00cc", "1;secret".getBytes(UTF_8), "csv"));
    replaysAll("--format=csv", "--columns=id,name", "--delimiter=;", "--set=id='2'");
    CommandLine ended = replay("--format=csv", "--columns=id", "--delimiter=;", "--set=id='2'");
    assertThat(
        ended.out(),
        containsString("must have 1 column, one for each field that is named, but has 2"));
    assertThat(ended.out(), not(containsString("secret")));

    dead.write("1", letter("00dd", "x".getBytes(UTF_8), "text"));
    replaysAll("--format=text", "--id=00dd", "--set=text=text + 'y'");
  }

  @Test
  public void jsonBehindAnId_needsNoFormat() throws Exception {
    byte[] payload = "\0\0\0\0\1{\"a\":1}".getBytes(UTF_8);
    dead.write("0", letter("00cc", payload, "json-registry"));
    replaysAll("--set=a=2");
    try (OneSchema registry = new OneSchema()) {
      assertThat(
          refusal("--format=json-registry", "--registry=" + registry.url(), "--set=a=2"),
          endsWith("the schema of the id 1 must be JSON, but is AVRO in the registry"));
    }
  }

  private String usage(String... more) {
    CommandLine ended = replay(more);
    assertThat(ended.out(), ended.code(), equalTo(2));
    return ended.err().strip();
  }

  @Test
  public void optionsThatDoNotFit_areRefusedBefore() throws Exception {
    dead.write("0", LetterFolder.LATE);
    String set = "--set=a=1";
    assertThat(
        usage(set, "--format=xml"),
        equalTo(
            "--format must be one of json, json-registry, avro-registry, avro, avro-single-object,"
                + " protobuf-registry, protobuf, csv, text, but was: xml"));
    assertThat(
        usage(set, "--registry=http://127.0.0.1:1"),
        equalTo("--registry needs --format=json-registry or avro-registry or protobuf-registry."));
    assertThat(
        usage(set, "--format=csv", "--columns=a", "--schema=x"),
        equalTo("--schema needs --format=avro or avro-single-object."));
    assertThat(
        usage("--format=json"),
        equalTo(
            "--format is for --set='field=expression', and for a folder or a table: a topic gets"
                + " payloads as they are. Leave it out."));
    assertThat(
        usage(set, "--format=avro-registry"),
        equalTo("--format=avro-registry: it needs --registry=URL."));
    assertThat(
        usage(set, "--format=avro-registry", "--registry=ftp://user:secret@host"),
        startsWith("--format=avro-registry: RestRegistry.at() must be given http: or https:"));
    assertThat(
        usage(set, "--format=avro-registry", "--registry=http://127.0.0.1:1", "--registryUser=x"),
        equalTo(
            "--registryUser and --registryPassword must be given together, but one is missing."));
    assertThat(usage(set, "--format=avro"), equalTo("--format=avro: it needs --schema=FILE."));
    assertThat(
        usage(set, "--format=avro", "--schema=no-such.avsc"),
        equalTo("--schema cannot be read: no-such.avsc"));
    assertThat(
        usage(set, "--format=avro", "--schema=" + written("wrong.avsc", new byte[] {'{', '}'})),
        startsWith("--format=avro: withWriterSchema() must be given an Avro schema, but: "));
    assertThat(
        usage(set, "--format=protobuf", "--message=shop.v1.Order"),
        equalTo("--format=protobuf: it needs --descriptors=FILE."));
    assertThat(
        usage(set, "--format=protobuf", "--message=x", "--descriptors=no-such.desc"),
        equalTo("--descriptors cannot be read: no-such.desc"));
    assertThat(usage(set, "--format=csv"), equalTo("--format=csv: it needs --columns=NAME,NAME."));
    assertThat(
        usage(set, "--format=csv", "--columns=a", "--delimiter=ab"),
        equalTo("--delimiter must be one character, or tab, but was: ab"));
  }
}
