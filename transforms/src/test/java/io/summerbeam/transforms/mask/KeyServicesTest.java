package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.Assert.assertThrows;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.TestKeyset;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Keysets that a key service has encrypted, and Tink's clients for such services. */
public class KeyServicesTest {

  private static final Schema NOTHING = Schema.of();
  private static final Row EMPTY = Row.withSchema(NOTHING).build();
  private static final byte[] NONE = {};
  private static final byte[] CLEAR = "Zoë".getBytes(StandardCharsets.UTF_8);

  @Test
  public void encryptedBy_clientOfTheSpi_decryptsTheKeyset() throws Exception {
    KeysetSource source = KeysetSource.of(encryptedKeyset()).encryptedBy(FakeKmsClient.KEY);
    KeysetCipher cipher = source.open(CipherKind.DETERMINISTIC, NOTHING).of(EMPTY);
    assertThat(cipher.decrypt(cipher.encrypt(CLEAR, NONE), NONE), equalTo(CLEAR));
  }

  @Test
  public void open_encryptedKeysetWithoutItsKey_asksForIt() throws Exception {
    assertThat(
        refused(KeysetSource.of(encryptedKeyset())).getMessage(),
        containsString("The keyset is encrypted with a key of a key service."));
  }

  @Test
  public void encryptedBy_keysetInClear_isRefused() {
    String json = TestKeyset.deterministic().json();
    KeySource clear = () -> json.getBytes(StandardCharsets.UTF_8);
    assertThat(
        refused(KeysetSource.of(clear).encryptedBy(FakeKmsClient.KEY)).getMessage(),
        containsString("The keyset is in clear"));
  }

  @Test
  public void encryptedBy_keyThatMayNotBeUsed_saysWhatTheServiceSaid() throws Exception {
    IllegalStateException refused =
        refused(KeysetSource.of(encryptedKeyset()).encryptedBy(FakeKmsClient.FORBIDDEN));
    assertThat(refused.getMessage(), containsString("The key service did not decrypt the keyset."));
    assertThat(refused.getCause().getMessage(), equalTo("permission denied"));
  }

  @Test
  public void encryptedBy_keyThatIsNone_saysWhatTheServiceSaid() throws Exception {
    IllegalStateException refused =
        refused(KeysetSource.of(encryptedKeyset()).encryptedBy(FakeKmsClient.UNKNOWN));
    assertThat(refused.getMessage(), containsString(FakeKmsClient.UNKNOWN));
    assertThat(refused.getCause().getMessage(), equalTo("no such key"));
  }

  @Test
  public void encryptedBy_serviceWithoutClient_saysWhatToAdd() throws Exception {
    KeySource keyset = encryptedKeyset();
    for (String uri : new String[] {"gcp-kms://projects/p", "other-kms://key"}) {
      assertThat(
          refused(KeysetSource.of(keyset).encryptedBy(uri)).getMessage(),
          allOf(
              containsString("there is no client for the key service of " + uri),
              containsString("tink-gcpkms")));
    }
  }

  @Test
  public void encryptedBy_serviceWithoutClient_isRefusedWhenKeysetsArePerSubject()
      throws Exception {
    KeySource keyset = encryptedKeyset();
    KeysetSource source =
        KeysetSource.perSubject(subject -> keyset, "id").encryptedBy("gcp-kms://projects/p");
    Schema schema = Schema.builder().addStringField("id").build();
    assertThrows(IllegalStateException.class, () -> source.open(CipherKind.DETERMINISTIC, schema));
  }

  @Test
  public void key_withoutAnyTinkOnTheClassPath_saysWhatToAdd() throws Exception {
    List<URL> withoutTink = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!Path.of(entry).getFileName().toString().startsWith("tink-")) {
        withoutTink.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(withoutTink.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Method key =
          loader.loadClass(KeyServices.class.getName()).getDeclaredMethod("key", String.class);
      key.setAccessible(true);
      Throwable thrown =
          assertThrows(InvocationTargetException.class, () -> key.invoke(null, "gcp-kms://p"))
              .getCause();
      assertThat(thrown, instanceOf(IllegalStateException.class));
      assertThat(thrown.getMessage(), containsString("there is no Tink on the class path"));
    }
  }

  /** A keyset as tinkey writes it with --master-key-uri. */
  private static KeySource encryptedKeyset() throws Exception {
    DeterministicAeadConfig.register();
    String json =
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            KeysetHandle.generateNew(PredefinedDeterministicAeadParameters.AES256_SIV),
            FakeKmsClient.key(),
            NONE);
    return () -> json.getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalStateException refused(KeysetSource source) {
    return assertThrows(
        IllegalStateException.class, () -> source.open(CipherKind.DETERMINISTIC, NOTHING));
  }
}
