package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.testing.TestKeyset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeysetSourceTest {

  private static final Schema NOTHING = Schema.of();
  private static final Row EMPTY = Row.withSchema(NOTHING).build();
  private static final byte[] NONE = {};
  private static final byte[] CLEAR = "Zoë".getBytes(StandardCharsets.UTF_8);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void open_file_isReadOnceForAll() throws Exception {
    Path file = TestKeyset.deterministic().writeTo(folder.newFile().toPath());
    KeysetSource source = KeysetSource.of("file:" + file);
    RecordKeyset one = source.open(CipherKind.DETERMINISTIC, NOTHING);
    Files.delete(file);
    RecordKeyset other = SerializableUtils.clone(source).open(CipherKind.DETERMINISTIC, NOTHING);
    assertThat(other.of(EMPTY), sameInstance(one.of(EMPTY)));
  }

  @Test
  public void open_fileThatOthersMayRead_isRefused() throws Exception {
    Path file = TestKeyset.deterministic().writeTo(folder.newFile().toPath());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(
        refused(KeysetSource.of("file:" + file), CipherKind.DETERMINISTIC),
        containsString("chmod 600"));
  }

  @Test
  public void open_missing_isRefusedWithTheReference() {
    assertThat(
        refused(KeysetSource.of("env:NO_SUCH_KEYSET"), CipherKind.DETERMINISTIC),
        containsString("env:NO_SUCH_KEYSET"));
  }

  @Test
  public void open_keysetOfAnotherKind_isRefusedWithTheReference() throws Exception {
    Path file = TestKeyset.randomized().writeTo(folder.newFile().toPath());
    assertThat(
        refused(KeysetSource.of("file:" + file), CipherKind.DETERMINISTIC),
        equalTo(
            "file:"
                + file
                + ": The keyset must hold keys for deterministic encryption, such as AES256_SIV,"
                + " but holds: AesGcmKey"));
  }

  @Test
  public void open_noKeyset_isRefusedAndNotShown() throws Exception {
    Path file = TestKeyset.randomized().writeTo(folder.newFile().toPath());
    Files.writeString(file, "{\"key\":\"s3cret\"}");
    String message = refused(KeysetSource.of("file:" + file), CipherKind.RANDOMIZED);
    assertThat(message, containsString("tinkey create-keyset --key-template AES256_GCM"));
    assertThat(message, not(containsString("s3cret")));
  }

  @Test
  public void of_keysetInsteadOfReference_doesNotShowIt() {
    TestKeyset keyset = TestKeyset.deterministic();
    String message =
        assertThrows(IllegalArgumentException.class, () -> KeysetSource.of(keyset.json()))
            .getMessage();
    assertThat(message, not(containsString(keyset.secrets().get(0))));
  }

  @Test
  public void serialized_andShown_holdsReferencesOnly() throws Exception {
    TestKeyset keyset = TestKeyset.deterministic();
    Path file = keyset.writeTo(folder.newFile().toPath());
    KeysetSource source = KeysetSource.of("file:" + file);
    KeysetCipher cipher = source.open(CipherKind.DETERMINISTIC, NOTHING).of(EMPTY);
    String bytes =
        new String(SerializableUtils.serializeToByteArray(source), StandardCharsets.ISO_8859_1);
    assertThat(bytes, not(containsString(keyset.secrets().get(0))));
    assertThat(bytes, not(containsString("AesSiv")));
    assertThat(cipher.toString(), not(containsString(keyset.secrets().get(0))));
    assertThat(source.toString(), equalTo("file:" + file));
    assertThat(
        source.encryptedBy(FakeKmsClient.KEY).toString(),
        equalTo("file:" + file + " encrypted by fake-kms://keys/one"));
    assertThat(
        KeysetSource.perSubject("file:/keys/{subject}.json", "customer.id").toString(),
        equalTo("file:/keys/{subject}.json by 'customer.id'"));
  }

  @Test
  public void withMaxAge_rotatedKeyset_isReadWhenTheOldOneIsTooOld() throws Exception {
    TestKeyset before = TestKeyset.deterministic();
    Path file = before.writeTo(folder.newFile().toPath());
    AtomicLong now = new AtomicLong();
    SharedKeyset keyset = shared(KeysetSource.of("file:" + file).withMaxAge(MINUTE), now);
    byte[] old = keyset.cipher().encrypt(CLEAR, NONE);

    before.rotated().writeTo(file);
    now.set(MINUTE.toNanos() - 1);
    assertThat(keyset.cipher().encrypt(CLEAR, NONE), equalTo(old));

    now.set(MINUTE.toNanos());
    assertThat(keyset.cipher().encrypt(CLEAR, NONE), not(equalTo(old)));
    assertThat(keyset.cipher().decrypt(old, NONE), equalTo(CLEAR));
  }

  @Test
  public void withMaxAge_keysetThatCannotBeReadAgain_remainsInUseAndIsAskedLater()
      throws Exception {
    TestKeyset before = TestKeyset.deterministic();
    Path file = before.writeTo(folder.newFile().toPath());
    AtomicLong now = new AtomicLong();
    SharedKeyset keyset = shared(KeysetSource.of("file:" + file).withMaxAge(MINUTE), now);
    byte[] old = keyset.cipher().encrypt(CLEAR, NONE);

    Files.delete(file);
    now.set(MINUTE.toNanos());
    assertThat(keyset.cipher().encrypt(CLEAR, NONE), equalTo(old));

    before.rotated().writeTo(file);
    now.set(2 * MINUTE.toNanos());
    assertThat(keyset.cipher().encrypt(CLEAR, NONE), not(equalTo(old)));
  }

  @Test
  public void open_again_readsAKeysetThatIsTooOldOrFails() throws Exception {
    Path file = TestKeyset.deterministic().writeTo(folder.newFile().toPath());
    AtomicLong now = new AtomicLong();
    SharedKeyset keyset = shared(KeysetSource.of("file:" + file).withMaxAge(MINUTE), now);
    Files.delete(file);
    keyset.open();
    now.set(MINUTE.toNanos());
    assertThrows(IllegalStateException.class, keyset::open);
  }

  @Test
  public void withMaxAge_notPositiveOrTooLong_isRefused() {
    KeysetSource source = KeysetSource.of("env:KEYSET");
    for (Duration bad :
        new Duration[] {
          Duration.ZERO, Duration.ofSeconds(-1), KeysetSource.LONGEST_MAX_AGE.plusNanos(1)
        }) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> source.withMaxAge(bad)).getMessage(),
          equalTo("withMaxAge() must be positive and at most PT876000H, but was: " + bad));
    }
  }

  @Test
  public void encryptedBy_noUri_isRefusedAndNotShown() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> KeysetSource.of("env:KEYSET").encryptedBy("s3cret"))
            .getMessage();
    assertThat(message, containsString("encryptedBy() must be the URI"));
    assertThat(message, not(containsString("s3cret")));
  }

  @Test
  public void perSubject_referenceWithoutOnePlaceholder_isRefusedAndNotShown() {
    for (String bad :
        new String[] {
          "s3cret",
          "file:/s3cret/keys.json",
          "env:s3cret_{subject}",
          "file:/s3cret/{subject}/{subject}.json",
          "file:/s3cret/{subject}/{subject_sha256}.json",
          "file:/s3cret/{subject_sha256}/{subject_sha256}.json"
        }) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> KeysetSource.perSubject(bad, "id"))
              .getMessage();
      assertThat(message, containsString("perSubject() must be given file:PATH"));
      assertThat(message, not(containsString("s3cret")));
    }
  }

  @Test
  public void check_subjectFieldThatIsNone_isRefused() {
    Schema schema =
        Schema.builder()
            .addStringField("customer")
            .addDoubleField("score")
            .addArrayField("emails", FieldType.STRING)
            .build();
    KeysetSource.perSubject("file:/{subject}", "customer").check(schema, "tokenize 'x'");
    assertThat(
        refusedSubject("custmer", schema),
        allOf(containsString("tokenize 'x'"), containsString("Did you mean 'customer'?")));
    assertThat(
        refusedSubject("score", schema),
        equalTo(
            "tokenize 'x': the field that names the subject must be STRING or a whole number, but"
                + " 'score' is DOUBLE"));
    assertThat(
        refusedSubject("emails[*]", schema),
        equalTo("tokenize 'x': the path must lead to one value of a record, but was: emails[*]"));
  }

  private static String refusedSubject(String path, Schema schema) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> KeysetSource.perSubject("file:/{subject}", path).check(schema, "tokenize 'x'"))
        .getMessage();
  }

  private static String refused(KeysetSource source, CipherKind kind) {
    return assertThrows(IllegalStateException.class, () -> source.open(kind, NOTHING)).getMessage();
  }

  private static SharedKeyset shared(KeysetSource source, AtomicLong nanoTime) {
    SharedKeyset keyset =
        new SharedKeyset(new KeysetUse(source, CipherKind.DETERMINISTIC), nanoTime::get);
    keyset.open();
    return keyset;
  }
}
