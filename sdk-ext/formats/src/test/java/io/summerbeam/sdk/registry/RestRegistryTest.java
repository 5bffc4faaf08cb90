package io.summerbeam.sdk.registry;

import static io.summerbeam.sdk.registry.FakeRegistry.json;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.secret.KeySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RestRegistryTest {

  private static final String AVRO = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";
  private static final String QUOTED =
      "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[]}";
  private static final RegistrySchema SCHEMA = RegistrySchema.of(SchemaKind.AVRO, AVRO);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FakeRegistry fake;
  private final RestRegistry registry;

  public RestRegistryTest() throws Exception {
    fake = new FakeRegistry();
    registry = fake.registry();
  }

  @After
  public void stop() {
    fake.close();
  }

  @Test
  public void schema_isAskedForOnce() throws Exception {
    fake.on("GET /schemas/ids/7", json(200, "{\"schema\":\"" + QUOTED + "\"}"));
    assertThat(registry.schema(7), equalTo(Optional.of(SCHEMA)));
    assertThat(registry.schema(7), equalTo(Optional.of(SCHEMA)));
    assertThat(SerializableUtils.clone(registry).schema(7), equalTo(Optional.of(SCHEMA)));
    assertThat(fake.asked, contains("GET /schemas/ids/7"));
  }

  @Test
  public void schema_ofAnotherKind_withWordsWeDoNotKnow() throws Exception {
    fake.on(
        "GET /schemas/ids/7",
        json(
            200,
            "{\"maxId\":9,\"metadata\":{\"a\":[1]},\"schemaType\":\"JSON\",\"schema\":\"{}\","
                + "\"guid\":null}"));
    assertThat(registry.schema(7), equalTo(Optional.of(RegistrySchema.of(SchemaKind.JSON, "{}"))));
  }

  @Test
  public void schema_thatIsNotThere_isNothing_andNotAskedForAgainAtOnce() throws Exception {
    assertThat(registry.schema(8), equalTo(Optional.empty()));
    assertThat(registry.schema(8), equalTo(Optional.empty()));
    assertThat(fake.asked, contains("GET /schemas/ids/8"));
  }

  @Test
  public void notFound_withoutTheRegistrysCode_isAnError() {
    for (String body : List.of("", "<html>no</html>", "{\"error_code\":404}", "{\"error_code\":")) {
      fake.on("GET /schemas/ids/8", json(404, body));
      assertThat(refusal(), containsString("it knows no such path. Is the URL that of its API"));
    }
  }

  @Test
  public void references_areResolved_eachBehindWhatItNeeds() throws Exception {
    fake.on(
        "GET /schemas/ids/1",
        json(200, "{\"schema\":\"top\",\"references\":[" + ref("a", 1) + "," + ref("b", 2) + "]}"));
    fake.on(
        "GET /subjects/a/versions/1",
        json(200, "{\"schema\":\"A\",\"references\":[" + ref("b", 2) + "]}"));
    fake.on("GET /subjects/b/versions/2", json(200, "{\"schema\":\"B\"}"));
    assertThat(
        registry.schema(1),
        equalTo(
            Optional.of(
                RegistrySchema.of(SchemaKind.AVRO, "top")
                    .withReferences(
                        List.of(
                            SchemaReference.of("name.b", "b", 2, "B"),
                            SchemaReference.of("name.a", "a", 1, "A"))))));
  }

  @Test
  public void references_inACircle_end() throws Exception {
    fake.on(
        "GET /schemas/ids/1",
        json(200, "{\"schema\":\"top\",\"references\":[" + ref("a", 1) + "]}"));
    fake.on(
        "GET /subjects/a/versions/1",
        json(200, "{\"schema\":\"A\",\"references\":[" + ref("a", 1) + "]}"));
    assertThat(registry.schema(1).orElseThrow().references().size(), equalTo(1));
  }

  @Test
  public void references_thatLeadNowhere_orAreTooMany_areOfThatSchemaAlone() {
    fake.on(
        "GET /schemas/ids/8",
        json(200, "{\"schema\":\"top\",\"references\":[" + ref("a", 1) + "]}"));
    UnusableSchemaException nowhere = unusable(8);
    assertThat(
        nowhere.getMessage(), containsString("version 1 of the subject 'a', which is not there"));
    assertThat(nowhere.isRetryable(), equalTo(true));

    fake.on(
        "GET /schemas/ids/9",
        json(200, "{\"schema\":\"top\",\"references\":[" + ref("a", 1) + "]}"));
    for (int i = 1; i <= RegistryClient.MAX_REFERENCES + 1; i++) {
      fake.on(
          "GET /subjects/a/versions/" + i,
          json(200, "{\"schema\":\"A\",\"references\":[" + ref("a", i + 1) + "]}"));
    }
    UnusableSchemaException tooMany = unusable(9);
    assertThat(tooMany.getMessage(), containsString("refers to more than 100 others"));
    assertThat(tooMany.isRetryable(), equalTo(false));
  }

  @Test
  public void schemaThatCannotBeUsed_isNotAskedForAgainAtOnce_andHindersNoOther() throws Exception {
    fake.on("GET /schemas/ids/8", json(200, "{\"schema\":\"x\",\"schemaType\":\"XML\"}"));
    fake.on("GET /schemas/ids/7", json(200, "{\"schema\":\"" + QUOTED + "\"}"));
    String first = unusable(8).getMessage();
    assertThat(first, containsString("must be AVRO, JSON or PROTOBUF"));
    assertThat(unusable(8).getMessage(), equalTo(first));
    assertThat(unusable(8).isRetryable(), equalTo(false));
    assertThat(registry.schema(7), equalTo(Optional.of(SCHEMA)));
    assertThat(fake.asked, contains("GET /schemas/ids/8", "GET /schemas/ids/7"));
  }

  @Test
  public void id_ofASchema() throws Exception {
    fake.on("POST /subjects/orders-value", json(200, "{\"id\":5,\"version\":2,\"schema\":\"x\"}"));
    assertThat(registry.id("orders-value", SCHEMA), equalTo(OptionalInt.of(5)));
    assertThat(registry.id("orders-value", SCHEMA), equalTo(OptionalInt.of(5)));
    assertThat(fake.asked, contains("POST /subjects/orders-value {\"schema\":\"" + QUOTED + "\"}"));
    assertThat(registry.id("others", SCHEMA), equalTo(OptionalInt.empty()));
  }

  @Test
  public void register_sendsKindAndReferences_inASubjectOfAnyName() throws Exception {
    fake.on("POST /subjects/a%20%2Fb%3F/versions", json(200, "{\"id\":6}"));
    RegistrySchema schema =
        RegistrySchema.of(SchemaKind.PROTOBUF, "x")
            .withReferences(List.of(SchemaReference.of("n", "s", 3, "text")));
    assertThat(registry.register("a /b?", schema), equalTo(6));
    assertThat(registry.register("a /b?", schema), equalTo(6));
    assertThat(
        fake.asked,
        contains(
            "POST /subjects/a%20%2Fb%3F/versions {\"schema\":\"x\",\"schemaType\":\"PROTOBUF\","
                + "\"references\":[{\"name\":\"n\",\"subject\":\"s\",\"version\":3}]}"));
  }

  @Test
  public void register_refused_saysWhy() {
    fake.on("POST /subjects/s/versions", json(409, "{\"error_code\":409,\"message\":\"data\"}"));
    String conflict =
        assertThrows(RegistryException.class, () -> registry.register("s", SCHEMA)).getMessage();
    assertThat(
        conflict,
        equalTo(
            "RestRegistry: the registry at "
                + fake.url()
                + " answered 409 (error code 409): the schema is incompatible with an earlier"
                + " version of its subject."));
    fake.on("POST /subjects/s/versions", json(422, "{\"error_code\":42201}"));
    assertThat(
        assertThrows(RegistryException.class, () -> registry.register("s", SCHEMA)).getMessage(),
        containsString("the schema is not valid to it"));
  }

  @Test
  public void latest_isAskedForEachTime() throws Exception {
    fake.on(
        "GET /subjects/s/versions/latest",
        json(200, "{\"subject\":\"s\",\"version\":1,\"id\":3,\"schema\":\"one\"}"),
        json(200, "{\"subject\":\"s\",\"version\":2,\"id\":4,\"schema\":\"two\"}"));
    assertThat(
        registry.latest("s"),
        equalTo(
            Optional.of(SubjectVersion.of("s", 1, 3, RegistrySchema.of(SchemaKind.AVRO, "one")))));
    assertThat(registry.latest("s").orElseThrow().id(), equalTo(4));
    assertThat(registry.latest("none"), equalTo(Optional.empty()));
  }

  @Test
  public void errorsThatPass_areTriedAgain() throws Exception {
    fake.on(
        "GET /schemas/ids/7",
        json(500, ""),
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "0");
          FakeRegistry.answer(exchange, 429, new byte[0]);
        },
        exchange -> exchange.close(),
        json(200, "{\"schema\":\"" + QUOTED + "\"}"));
    assertThat(registry.schema(7), equalTo(Optional.of(SCHEMA)));
  }

  @Test
  public void errorsThatStay_areTriedAsOftenAsSaid() {
    fake.on("GET /schemas/ids/8", json(503, "secret of the answer"));
    assertThat(refusal(registry.withMaxRetries(1)), containsString(" answered 503."));
    assertThat(fake.asked.size(), equalTo(2));
  }

  @Test
  public void errorsThatStay_areNotKept() throws Exception {
    fake.on("GET /schemas/ids/8", json(500, ""), json(200, "{\"schema\":\"" + QUOTED + "\"}"));
    refusal(registry.withMaxRetries(0));
    assertThat(registry.withMaxRetries(0).schema(8), equalTo(Optional.of(SCHEMA)));
  }

  @Test
  public void nobodyThere_isAnError() {
    fake.close();
    assertThat(refusal(registry.withMaxRetries(0)), containsString("cannot be reached"));
  }

  @Test
  public void slowAnswer_isAnError_alsoWhenOnlyItsBodyIs() {
    RestRegistry quick = registry.withTimeout(Duration.ofMillis(300)).withMaxRetries(0);
    fake.on(
        "GET /schemas/ids/8",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          hang();
        });
    assertThat(refusal(quick), containsString("did not answer in time (withTimeout)"));
    fake.on("GET /schemas/ids/8", exchange -> hang());
    assertThat(refusal(quick), containsString("did not answer in time (withTimeout)"));
  }

  @Test
  public void redirect_isNotFollowed() {
    fake.on(
        "GET /schemas/ids/8",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          FakeRegistry.answer(exchange, 302, new byte[0]);
        });
    assertThat(refusal(), containsString("answered 302: redirects are not followed"));
    assertThat(fake.asked.size(), equalTo(1));
  }

  @Test
  public void hugeAnswer_isNotRead() {
    fake.on(
        "GET /schemas/ids/8",
        exchange ->
            FakeRegistry.answer(exchange, 200, new byte[RestRegistry.MAX_RESPONSE_BYTES + 1]));
    UnusableSchemaException refusal = unusable(8);
    assertThat(refusal.getMessage(), containsString("gave an answer longer than 4194304 bytes"));
    assertThat(refusal.isRetryable(), equalTo(false));
    assertThat(fake.asked.size(), equalTo(1));
  }

  @Test
  public void hugePageOfAServerThatIsOutOfOrder_isNoFaultOfTheSchema() {
    fake.on(
        "GET /schemas/ids/8",
        exchange ->
            FakeRegistry.answer(exchange, 502, new byte[RestRegistry.MAX_RESPONSE_BYTES + 1]));
    RegistryException refusal = assertThrows(RegistryException.class, () -> registry.schema(8));
    assertThat(refusal, not(instanceOf(UnusableSchemaException.class)));
  }

  @Test
  public void answersThatAreNone_areErrors() {
    for (String body :
        List.of("", "[]", "{\"schema\":1}", "{\"schema\":\"x\"", "{\"id\":99999999999}", "text")) {
      fake.on("GET /schemas/ids/8", json(200, body));
      assertThat(body, refusal(), containsString("the answer has no 'schema'"));
    }
  }

  @Test
  public void basicAuthentication_isSent() throws Exception {
    registry.withBasicAuthentication("me", secret("pass\n")).schema(8);
    assertThat(fake.credentials, contains("Basic bWU6cGFzcw=="));
  }

  @Test
  public void bearerToken_isReadForEachRequest() throws Exception {
    KeySource token = secret("one");
    RestRegistry with = registry.withBearerToken(token);
    with.schema(8);
    Files.writeString(Path.of(folder.getRoot().toString(), "secret"), "two");
    with.schema(9);
    assertThat(fake.credentials, contains("Bearer one", "Bearer two"));
  }

  @Test
  public void credentialsRefused_saysSo_withoutThem() throws Exception {
    fake.on("GET /schemas/ids/8", json(401, "{\"error_code\":401}"));
    RestRegistry with = registry.withBearerToken(secret("s3cret"));
    String message = refusal(with);
    assertThat(message, containsString("answered 401 (error code 401): the credentials are"));
    assertThat(message + with, not(containsString("s3cret")));
    assertThat(fake.asked.size(), equalTo(1));
  }

  @Test
  public void schemaThatIsForbidden_isOfThatSchemaAlone_andMayBeAllowedLater() {
    fake.on("GET /schemas/ids/8", json(403, "{\"error_code\":40301,\"message\":\"Subject: x\"}"));
    UnusableSchemaException forbidden = unusable(8);
    assertThat(
        forbidden.getMessage(),
        equalTo(
            "RestRegistry: the registry at "
                + fake.url()
                + " answered 403 (error code 40301): these credentials are not allowed this."));
    assertThat(forbidden.isRetryable(), equalTo(true));
  }

  @Test
  public void forbidden_withoutTheRegistrysCode_isAnErrorOfTheCredentials() {
    for (String body : List.of("", "<html>no</html>", "{\"error_code\":403}")) {
      fake.on("GET /schemas/ids/8", json(403, body));
      RegistryException refusal = assertThrows(RegistryException.class, () -> registry.schema(8));
      assertThat(refusal.getMessage(), containsString("the credentials are refused"));
      assertThat(refusal, not(instanceOf(UnusableSchemaException.class)));
    }
  }

  @Test
  public void secretThatCannotBeRead_isAnError() {
    assertThat(
        refusal(registry.withBearerToken(KeySource.of("file:/no/such/file"))),
        containsString("there is no secret. file:/no/such/file"));
  }

  @Test
  public void credentials_inClearToAnotherMachine_areRefused() {
    RestRegistry other =
        RestRegistry.at("http://registry.invalid")
            .withBearerToken(KeySource.of("file:/no/such/file"))
            .withMaxRetries(0);
    assertThat(
        assertThrows(IllegalStateException.class, () -> other.schema(1)).getMessage(),
        containsString("not sent over http: to another machine"));
    assertThat(refusal(other.allowingSecretsInClear()), containsString("there is no secret"));
  }

  @Test
  public void settings_outOfRange_areRefused() {
    for (String url :
        List.of("", "registry", "ftp://a", "https://u:p@a", "https://a?x", "https://a/#f")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> RestRegistry.at(url)).getMessage();
      assertThat(message, not(containsString("u:p")));
    }
    assertThrows(
        IllegalArgumentException.class, () -> registry.withBasicAuthentication("a:b", null));
    assertThrows(IllegalArgumentException.class, () -> registry.withTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> registry.withMaxRetries(-1));
    assertThrows(IllegalArgumentException.class, () -> registry.withTrustStore("x", null));
    assertThrows(IllegalArgumentException.class, () -> registry.withKeyStore("x", null));
  }

  @Test
  public void slashBehindTheUrl_isLeftOut() throws Exception {
    RestRegistry.at(fake.url() + "/apis/ccompat/v7/").schema(1);
    assertThat(fake.asked, contains("GET /apis/ccompat/v7/schemas/ids/1"));
  }

  private String refusal() {
    return refusal(registry);
  }

  private static String refusal(RestRegistry of) {
    return assertThrows(RegistryException.class, () -> of.schema(8)).getMessage();
  }

  private UnusableSchemaException unusable(int id) {
    return assertThrows(UnusableSchemaException.class, () -> registry.schema(id));
  }

  private static String ref(String subject, int version) {
    return "{\"name\":\"name."
        + subject
        + "\",\"subject\":\""
        + subject
        + "\",\"version\":"
        + version
        + "}";
  }

  private KeySource secret(String text) throws Exception {
    Path file = folder.getRoot().toPath().resolve("secret");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return KeySource.of("file:" + file);
  }

  // Until the server is stopped, which interrupts its threads.
  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
