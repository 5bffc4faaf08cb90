package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.registry.RegistryException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Who may ask Apicurio, and what needs no asking. */
@RunWith(JUnit4.class)
public class ApicurioCredentialsTest {

  private static final RegistrySchema SCHEMA =
      RegistrySchema.of(
          SchemaKind.AVRO,
          "{\"type\":\"record\",\"name\":\"Order\",\"fields\":["
              + "{\"name\":\"id\",\"type\":\"long\"}]}");

  private final TestRegistry apicurio = TestRegistry.get();
  private final String subject = "s-" + UUID.randomUUID();

  @Test
  public void userAndPassword_areTaken() throws Exception {
    int id = apicurio.client().register(subject, SCHEMA);
    assertThat(apicurio.client().schema(id), equalTo(Optional.of(SCHEMA)));
  }

  @Test
  public void token_isTaken() throws Exception {
    RestRegistry registry = byToken(apicurio.secret(apicurio.tokens().token()));
    int id = registry.register(subject, SCHEMA);
    assertThat(registry.schema(id), equalTo(Optional.of(SCHEMA)));
  }

  @Test
  public void passwordThatIsWrong_isRefused_andNotShown() throws Exception {
    RestRegistry wrong =
        apicurio
            .anonymous()
            .withBasicAuthentication(
                TokenServer.CLIENT, KeySource.of("file:" + apicurio.secret("wr0ng secret")));
    assertThat(refusal(() -> wrong.register(subject, SCHEMA)), not(containsString("wr0ng")));
    assertThat(apicurio.client().latest(subject), equalTo(Optional.empty()));
  }

  @Test
  public void tokenOfSomebodyElse_isRefused_andNotShown() throws Exception {
    try (TokenServer other = new TokenServer()) {
      String token = other.token();
      RestRegistry wrong = byToken(apicurio.secret(token));
      assertThat(refusal(() -> wrong.register(subject, SCHEMA)), not(containsString(token)));
    }
    assertThat(apicurio.client().latest(subject), equalTo(Optional.empty()));
  }

  @Test
  public void credentialsThatAreMissing_areRefused() {
    refusal(() -> apicurio.anonymous().register(subject, SCHEMA));
  }

  @Test
  public void answers_areKept_andTheLatestVersionIsAskedForEachTime() throws Exception {
    Path token = apicurio.secret(apicurio.tokens().token());
    RestRegistry registry = byToken(token);
    int id = registry.register(subject, SCHEMA);
    registry.schema(id);
    registry.id(subject, SCHEMA);
    registry.latest(subject);
    // From here on no request is answered.
    Files.writeString(token, "expired");
    assertThat(registry.register(subject, SCHEMA), equalTo(id));
    assertThat(registry.schema(id), equalTo(Optional.of(SCHEMA)));
    assertThat(registry.id(subject, SCHEMA), equalTo(OptionalInt.of(id)));
    refusal(() -> registry.latest(subject));
  }

  @Test
  public void subject_ofAnyName() throws Exception {
    String name = "a /b? " + subject;
    int id = apicurio.client().register(name, SCHEMA);
    assertThat(apicurio.client().latest(name).orElseThrow().subject(), equalTo(name));
    assertThat(apicurio.client().id(name, SCHEMA), equalTo(OptionalInt.of(id)));
  }

  private RestRegistry byToken(Path token) {
    return apicurio.anonymous().withBearerToken(KeySource.of("file:" + token));
  }

  /** All that it tells. */
  private static String refusal(ThrowingRunnable request) {
    RegistryException refused = assertThrows(RegistryException.class, request);
    assertThat(refused.getMessage(), containsString(" answered 401: the credentials are refused"));
    return Leftovers.everything(refused);
  }
}
