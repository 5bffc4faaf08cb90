package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.DeadLetterSecrets.assertNowhere;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Original;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.TestKeyset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EncryptPayloadTest {

  private static final String SECRET = "s3cret";
  private static final byte[] PAYLOAD =
      bytes("{\"customer\":{\"id\":\"bob-4711\"},\"card\":\"s3cret\"}");
  private static final byte[] KEY = bytes("s3cret key");
  private static final Map<String, String> HEADERS =
      Map.of("auth-s3cret", "Bearer s3cret", "trace", "1");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestKeyset keys = TestKeyset.randomized();
  private KeysetSource keyset;
  private KeysetSource perSubject;

  @Before
  public void writeKeysets() throws Exception {
    keyset = KeysetSource.of("file:" + keys.writeTo(folder.newFile().toPath()));
    perSubject =
        KeysetSource.perSubject("file:" + folder.getRoot() + "/of-{subject}.json", "customer.id")
            .withMaxAge(Duration.ofNanos(1));
  }

  @Test
  public void encrypt_hidesAllAndDecryptBringsItBack() {
    DeadLetter clear = letter(PAYLOAD, "json");
    DeadLetter sealed = PayloadPolicies.encrypt(keyset).apply(clear);
    assertNowhere(SECRET, sealed);
    assertNowhere("bob-4711", sealed);
    assertThat(sealed.payloadFormat(), equalTo("encrypted+json"));
    assertThat(sealed.headers().keySet(), containsInAnyOrder("summerbeam-encrypted-headers"));
    assertThat(sealed.message(), equalTo(clear.message()));
    assertThat(PayloadPolicies.decrypt(keyset).apply(sealed), equalTo(clear));
  }

  @Test
  public void encrypt_againAndAgain_isUndoneInReverse() {
    DeadLetter clear = letter(PAYLOAD, "json");
    DeadLetter sealed = PayloadPolicies.encrypt(keyset).apply(clear);
    DeadLetter twice = PayloadPolicies.encrypt(keyset).apply(sealed);
    assertThat(twice.payloadFormat(), equalTo("encrypted+encrypted+json"));
    SerializableFunction<DeadLetter, DeadLetter> decrypt = PayloadPolicies.decrypt(keyset);
    assertThat(decrypt.apply(decrypt.apply(twice)), equalTo(clear));
  }

  @Test
  public void encrypt_withoutPayloadFormatKeyOrHeaders_comesBackWithout() {
    for (DeadLetter clear :
        new DeadLetter[] {
          letter(PAYLOAD, null),
          letter(new byte[0], "csv"),
          letter(null, null),
          letter(PAYLOAD, "json").toBuilder().setKey(null).setHeaders(Map.of()).build()
        }) {
      DeadLetter sealed = PayloadPolicies.encrypt(keyset).apply(clear);
      assertNowhere(SECRET, sealed);
      assertThat(PayloadPolicies.decrypt(keyset).apply(sealed), equalTo(clear));
    }
  }

  @Test
  public void encrypt_afterSerialization_works() {
    DeadLetter clear = letter(PAYLOAD, "json");
    PayloadPolicy used = PayloadPolicies.encrypt(keyset);
    assertThat(used.apply(clear), not(equalTo(clear)));
    DeadLetter sealed = SerializableUtils.clone(used).apply(clear);
    assertThat(
        SerializableUtils.clone(PayloadPolicies.decrypt(keyset)).apply(sealed), equalTo(clear));
    String bytes =
        new String(SerializableUtils.serializeToByteArray(used), StandardCharsets.ISO_8859_1);
    assertThat(bytes, not(containsString(keys.secrets().get(0))));
    assertThat(used.toString(), equalTo("encrypt(" + keyset + ")"));
  }

  @Test
  public void decrypt_whatIsNotEncrypted_isGivenBack() {
    DeadLetter clear = letter(PAYLOAD, "json");
    assertThat(PayloadPolicies.decrypt(keyset).apply(clear), sameInstance(clear));
  }

  @Test
  public void decrypt_otherKeysetOrChangedOrMoved_isRefusedWithTheId() throws Exception {
    DeadLetter sealed = PayloadPolicies.encrypt(keyset).apply(letter(PAYLOAD, "json"));
    byte[] forged = sealed.payload().clone();
    forged[forged.length - 1] ^= 1;
    for (DeadLetter bad :
        new DeadLetter[] {
          sealed.toBuilder().setPayload(forged).build(),
          sealed.toBuilder().setPayload(sealed.key()).build(),
          sealed.toBuilder().setKey(sealed.payload()).build(),
          sealed.toBuilder().setId("0").build(),
          sealed.toBuilder().setHeaders(Map.of()).build(),
          sealed.toBuilder().setHeaders(Map.of("summerbeam-encrypted-headers", "?")).build()
        }) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> PayloadPolicies.decrypt(keyset).apply(bad))
              .getMessage();
      assertThat(message, containsString("The dead letter " + bad.id() + " cannot be decrypted."));
      assertThat(message, not(containsString(SECRET)));
    }
    KeysetSource other =
        KeysetSource.of("file:" + TestKeyset.randomized().writeTo(folder.newFile().toPath()));
    assertThrows(
        IllegalArgumentException.class, () -> PayloadPolicies.decrypt(other).apply(sealed));
  }

  @Test
  public void decrypt_afterRotation_stillWorks() throws Exception {
    DeadLetter clear = letter(PAYLOAD, "json");
    DeadLetter sealed = PayloadPolicies.encrypt(keyset).apply(clear);
    KeysetSource rotated =
        KeysetSource.of("file:" + keys.rotated().writeTo(folder.newFile().toPath()));
    assertThat(PayloadPolicies.decrypt(rotated).apply(sealed), equalTo(clear));
  }

  @Test
  public void encrypt_keysetThatCannotBeRead_failsAndLetsNothingOut() {
    PayloadPolicy policy = PayloadPolicies.encrypt(KeysetSource.of("env:NO_SUCH_KEYSET"));
    DeadLetter clear = letter(PAYLOAD, "json");
    assertThrows(IllegalStateException.class, () -> policy.apply(clear));
  }

  @Test
  public void encryptPerSubject_destroyedKeyset_makesTheSubjectsDeadLettersUnreadable()
      throws Exception {
    Path bobs = writeKeysetOf("bob-4711");
    writeKeysetOf("ann");
    PayloadPolicy policy = PayloadPolicies.encrypt(keyset, perSubject);
    SerializableFunction<DeadLetter, DeadLetter> decrypt =
        PayloadPolicies.decrypt(keyset, perSubject);
    DeadLetter bob = letter(PAYLOAD, "json");
    DeadLetter ann = letter(bytes("{\"customer\":{\"id\":\"ann\"},\"x\":\"s3cret\"}"), "row+json");
    DeadLetter bobSealed = policy.apply(bob);
    DeadLetter annSealed = policy.apply(ann);
    assertNowhere(SECRET, bobSealed);
    assertNowhere("bob-4711", bobSealed);
    assertThat(decrypt.apply(bobSealed), equalTo(bob));

    Files.delete(bobs);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> decrypt.apply(bobSealed)).getMessage(),
        containsString("It was destroyed, or not made yet."));
    assertThrows(
        IllegalArgumentException.class, () -> PayloadPolicies.decrypt(keyset).apply(bobSealed));
    assertThat(decrypt.apply(annSealed), equalTo(ann));
  }

  @Test
  public void encryptPerSubject_erasedSubjectThatComesAgain_isDropped() {
    DeadLetter sealed = PayloadPolicies.encrypt(keyset, perSubject).apply(letter(PAYLOAD, "json"));
    assertThat(sealed.payload(), nullValue());
    assertThat(sealed.key(), nullValue());
    assertThat(sealed.headers(), equalTo(Map.of()));
    assertNowhere(SECRET, sealed);
  }

  @Test
  public void encryptPerSubject_subjectThatIsNotKnown_hasTheKeysetForAll() {
    PayloadPolicy policy = PayloadPolicies.encrypt(keyset, perSubject);
    for (String payload :
        new String[] {
          "{\"customer\":{}}",
          "{\"customer\":{\"id\":null}}",
          "{\"customer\":{\"id\":\"\"}}",
          "{\"customer\":{\"id\":[1]}}",
          "{\"customer\":{\"id\":\"bob\",\"id\":\"ann\"}}",
          "{\"customer\":\"bob\"}",
          "{\"customer\":{\"id\":\"bob\"",
          "bob,s3cret"
        }) {
      DeadLetter clear = letter(bytes(payload), "json");
      assertThat(PayloadPolicies.decrypt(keyset).apply(policy.apply(clear)), equalTo(clear));
    }
    DeadLetter csv = letter(PAYLOAD, "csv");
    assertThat(PayloadPolicies.decrypt(keyset).apply(policy.apply(csv)), equalTo(csv));
  }

  @Test
  public void encryptPerSubject_wholeNumber_isASubject() {
    writeKeysetOf("42");
    DeadLetter clear = letter(bytes("{\"customer\":{\"id\":42}}"), "json");
    DeadLetter sealed = PayloadPolicies.encrypt(keyset, perSubject).apply(clear);
    assertThat(
        sealed.headers().keySet(),
        containsInAnyOrder("summerbeam-encrypted-headers", "summerbeam-encrypted-subject"));
    assertThat(PayloadPolicies.decrypt(keyset, perSubject).apply(sealed), equalTo(clear));
  }

  @Test
  public void encrypt_keysetsOfTheWrongSort_areRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> PayloadPolicies.encrypt(perSubject))
            .getMessage(),
        containsString("There must be a keyset for dead letters whose subject is not known"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> PayloadPolicies.decrypt(keyset, keyset))
            .getMessage(),
        containsString("must be one from KeysetSource.perSubject()"));
  }

  private Path writeKeysetOf(String subject) {
    return TestKeyset.randomized()
        .writeTo(folder.getRoot().toPath().resolve("of-" + subject + ".json"));
  }

  private static DeadLetter letter(byte[] payload, String format) {
    DeadLetterFactory factory = DeadLetters.in(Pipeline.create()).collect().factory("Step");
    return factory.of(
        Original.of(payload, format).withKey(KEY).withHeaders(HEADERS),
        null,
        null,
        Failure.of(Reason.MALFORMED, "it is malformed"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  public void encryptPerSubject_keysetThatCannotBeReadNow_failsAndLosesNothing() throws Exception {
    Path bobs = writeKeysetOf("bob-4711");
    PayloadPolicy policy = PayloadPolicies.encrypt(keyset, perSubject);
    DeadLetter clear = letter(PAYLOAD, "json");
    DeadLetter sealed = policy.apply(clear);
    Files.setPosixFilePermissions(bobs, PosixFilePermissions.fromString("rw-r--r--"));
    String message =
        assertThrows(IllegalStateException.class, () -> policy.apply(clear)).getMessage();
    assertThat(message, containsString("cannot be read now"));
    assertThat(message, not(containsString("bob-4711")));
    SerializableFunction<DeadLetter, DeadLetter> decrypt =
        PayloadPolicies.decrypt(keyset, perSubject);
    assertThrows(IllegalStateException.class, () -> decrypt.apply(sealed));
    Files.setPosixFilePermissions(bobs, PosixFilePermissions.fromString("rw-------"));
    assertThat(decrypt.apply(policy.apply(clear)), equalTo(clear));
  }

  @Test
  public void open_missingKeyset_failsBeforeAnyRecord() {
    PayloadPolicy policy = PayloadPolicies.encrypt(KeysetSource.of("env:NO_SUCH_KEYSET"));
    assertThrows(IllegalStateException.class, policy::open);
    PayloadPolicies.encrypt(keyset).open();
  }
}
