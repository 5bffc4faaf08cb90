package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.testing.TestKeyset;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SubjectKeysetsTest {

  private static final byte[] NONE = {};
  private static final byte[] CLEAR = "Zoë".getBytes(StandardCharsets.UTF_8);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final AtomicLong now = new AtomicLong();

  @Test
  public void of_eachSubject_hasKeysOfItsOwn() throws Exception {
    write("bob");
    write("ann");
    SubjectKeysets keysets = keysets("{subject}.json");
    byte[] bobs = keysets.of("bob").encrypt(CLEAR, NONE);
    assertThat(keysets.of("ann").encrypt(CLEAR, NONE), not(equalTo(bobs)));
    assertThat(keysets.of("bob").decrypt(bobs, NONE), equalTo(CLEAR));
  }

  @Test
  public void of_destroyedKeyset_isOfNoUseFromMaxAgeOn() throws Exception {
    Path bob = write("bob");
    write("ann");
    SubjectKeysets keysets = keysets("{subject}.json");
    KeysetCipher before = keysets.of("bob");
    Files.delete(bob);

    now.set(MINUTE.toNanos() - 1);
    assertThat(keysets.of("bob").encrypt(CLEAR, NONE), equalTo(before.encrypt(CLEAR, NONE)));

    now.set(MINUTE.toNanos());
    String message = assertThrows(MaskException.class, () -> keysets.of("bob")).getMessage();
    assertThat(message, containsString("It was destroyed, or not made yet."));
    assertThat(message, not(containsString("bob")));
    keysets.of("ann");
  }

  @Test
  public void of_subjectWithoutKeyset_isAskedAgainEachTime() throws Exception {
    SubjectKeysets keysets = keysets("{subject}.json");
    assertThrows(MaskException.class, () -> keysets.of("bob"));
    write("bob");
    keysets.of("bob");
  }

  @Test
  public void of_keysetOfAnotherKind_saysSo() throws Exception {
    TestKeyset.randomized().writeTo(folder.getRoot().toPath().resolve("bob.json"));
    SubjectKeysets keysets = keysets("{subject}.json");
    assertThat(
        assertThrows(MaskException.class, () -> keysets.of("bob")).getMessage(),
        containsString("but holds: AesGcmKey"));
  }

  @Test
  public void of_moreThanAreKept_readsTheLongestUnusedAgain() throws Exception {
    List<String> read = new ArrayList<>();
    byte[] json = TestKeyset.deterministic().json().getBytes(StandardCharsets.UTF_8);
    SubjectKeys keys =
        subject -> {
          read.add(subject);
          return () -> json;
        };
    SubjectKeysets keysets = keysets(KeysetSource.perSubject(keys, "id"), 2);
    for (String subject : new String[] {"a", "b", "a", "b", "a", "c", "a", "b"}) {
      keysets.of(subject);
    }
    assertThat(read, contains("a", "b", "c", "b"));
  }

  @Test
  public void of_subjectUnfitForAFilesName_isRefusedAndNotShown() throws Exception {
    Path inner = folder.newFolder("inner").toPath();
    TestKeyset.deterministic().writeTo(folder.getRoot().toPath().resolve("secret.json"));
    KeysetSource source = KeysetSource.perSubject("file:" + inner + "/{subject}.json", "id");
    SubjectKeysets keysets = keysets(source, 10);
    for (String bad :
        new String[] {
          "../secret",
          "inner/../secret",
          "/secret",
          ".",
          "..",
          ".secret",
          "secret\0",
          "sec\\ret",
          "sécret",
          "secret\n",
          "x".repeat(201)
        }) {
      String message = assertThrows(MaskException.class, () -> keysets.of(bad)).getMessage();
      assertThat(message, containsString("The subject must be fit for a file's name"));
      assertThat(message, not(containsString("secret")));
    }
  }

  @Test
  public void of_sha256_takesAnySubject() throws Exception {
    // printf '../Zoë' | sha256sum
    String hash = "8840d1f49662e9e8074fdc9974c5f4a4237295766ea8aba0cff94912e3fbceaa";
    TestKeyset.deterministic().writeTo(folder.getRoot().toPath().resolve(hash + ".json"));
    KeysetCipher cipher = keysets("{subject_sha256}.json").of("../Zoë");
    assertThat(cipher.decrypt(cipher.encrypt(CLEAR, NONE), NONE), equalTo(CLEAR));
  }

  @Test
  public void of_fitSubjects_areTakenAsTheyAre() throws Exception {
    for (String subject : new String[] {"42", "-1", "bob+news@example.com", "a..b", "A_b-c"}) {
      write(subject);
      keysets("{subject}.json").of(subject);
    }
  }

  private Path write(String subject) {
    return TestKeyset.deterministic().writeTo(folder.getRoot().toPath().resolve(subject + ".json"));
  }

  private SubjectKeysets keysets(String name) {
    return keysets(KeysetSource.perSubject("file:" + folder.getRoot() + "/" + name, "id"), 10);
  }

  private SubjectKeysets keysets(KeysetSource source, int maxKept) {
    return new SubjectKeysets(
        new KeysetUse(source.withMaxAge(MINUTE), CipherKind.DETERMINISTIC), maxKept, now::get);
  }

  @Test
  public void of_keysetThatCannotBeReadNow_isToBeTriedAgain() throws Exception {
    Path bob = write("bob");
    SubjectKeysets keysets = keysets("{subject}.json");
    Files.setPosixFilePermissions(bob, PosixFilePermissions.fromString("rw-r--r--"));
    assertRetryable(keysets, "{subject}.json): IllegalStateException.");
    Files.setPosixFilePermissions(bob, PosixFilePermissions.fromString("rw-------"));
    keysets.of("bob");

    SubjectKeys down =
        subject ->
            () -> {
              throw new IllegalStateException(subject, new SocketTimeoutException(subject));
            };
    assertRetryable(keysets(KeysetSource.perSubject(down, "id"), 1), ": SocketTimeoutException.");
  }

  @Test
  public void of_directoryThatIsNotThere_doesNotSayThatThereIsNoKeyset() {
    assertRetryable(keysets("not-mounted/{subject}.json"), "not-mounted/{subject}.json)");
    assertThat(
        assertThrows(MaskException.class, () -> keysets("{subject}.json").of("bob")).isRetryable(),
        equalTo(false));
  }

  @Test
  public void of_keysetThatAKeyServiceDoesNotDecrypt_isToBeTriedAgain() throws Exception {
    write("bob");
    Files.writeString(folder.getRoot().toPath().resolve("bob.json"), "{}");
    assertRetryable(keysets("{subject}.json"), "The keyset of the subject is unfit");
  }

  private static void assertRetryable(SubjectKeysets keysets, String message) {
    MaskException thrown = assertThrows(MaskException.class, () -> keysets.of("bob"));
    assertThat(thrown.getMessage(), containsString(message));
    assertThat(thrown.getMessage(), not(containsString("bob")));
    assertThat(thrown.isRetryable(), equalTo(true));
    assertThat(thrown.in("tokenize('x')").isRetryable(), equalTo(true));
  }
}
