package io.summerbeam.sdk.cipher;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.BeforeClass;
import org.junit.Test;

/** Keysets are written here as others write them: with Tink itself. */
public class KeysetsTest {

  private static final Parameters SIV = PredefinedDeterministicAeadParameters.AES256_SIV;
  private static final Parameters GCM = PredefinedAeadParameters.AES256_GCM;
  private static final byte[] NOTHING = {};
  private static final byte[] CLEAR = bytes("Zoë 🦊");
  private static final byte[] HERE = bytes("here");
  private static final byte[] THERE = bytes("there");

  @BeforeClass
  public static void registerTink() throws Exception {
    AeadConfig.register();
    DeterministicAeadConfig.register();
  }

  @Test
  public void open_jsonAndBinary_areTheSameKeys() throws Exception {
    for (CipherKind kind : CipherKind.values()) {
      KeysetHandle keyset = keyset(kind);
      KeysetCipher json = Keysets.open(json(keyset), kind);
      KeysetCipher binary = Keysets.open(binary(keyset), kind);
      assertThat(binary.decrypt(json.encrypt(CLEAR, HERE), HERE), equalTo(CLEAR));
      assertThat(json.decrypt(binary.encrypt(CLEAR, HERE), HERE), equalTo(CLEAR));
    }
  }

  @Test
  public void open_jsonBehindWhiteSpace_isJson() throws Exception {
    byte[] json =
        bytes("\n  " + new String(json(keyset(CipherKind.RANDOMIZED)), StandardCharsets.UTF_8));
    KeysetCipher cipher = Keysets.open(json, CipherKind.RANDOMIZED);
    assertThat(cipher.decrypt(cipher.encrypt(CLEAR, HERE), HERE), equalTo(CLEAR));
  }

  @Test
  public void encrypt_deterministic_isTheSameForTheSame() throws Exception {
    KeysetCipher cipher =
        Keysets.open(json(keyset(CipherKind.DETERMINISTIC)), CipherKind.DETERMINISTIC);
    assertThat(cipher.encrypt(CLEAR, HERE), equalTo(cipher.encrypt(CLEAR, HERE)));
    assertThat(cipher.encrypt(CLEAR, HERE), not(equalTo(cipher.encrypt(CLEAR, THERE))));
  }

  @Test
  public void encrypt_randomized_isAnotherEachTime() throws Exception {
    KeysetCipher cipher = Keysets.open(json(keyset(CipherKind.RANDOMIZED)), CipherKind.RANDOMIZED);
    assertThat(cipher.encrypt(CLEAR, HERE), not(equalTo(cipher.encrypt(CLEAR, HERE))));
  }

  @Test
  public void encrypt_isWhatTinkDecrypts() throws Exception {
    KeysetHandle deterministic = keyset(CipherKind.DETERMINISTIC);
    KeysetHandle randomized = keyset(CipherKind.RANDOMIZED);
    assertThat(
        deterministic
            .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class)
            .decryptDeterministically(
                Keysets.open(json(deterministic), CipherKind.DETERMINISTIC).encrypt(CLEAR, HERE),
                HERE),
        equalTo(CLEAR));
    assertThat(
        randomized
            .getPrimitive(RegistryConfiguration.get(), Aead.class)
            .decrypt(
                Keysets.open(json(randomized), CipherKind.RANDOMIZED).encrypt(CLEAR, HERE), HERE),
        equalTo(CLEAR));
  }

  @Test
  public void decrypt_emptyText_isEmpty() throws Exception {
    for (CipherKind kind : CipherKind.values()) {
      KeysetCipher cipher = Keysets.open(json(keyset(kind)), kind);
      assertThat(cipher.decrypt(cipher.encrypt(NOTHING, NOTHING), NOTHING), equalTo(NOTHING));
    }
  }

  @Test
  public void decrypt_otherKeysetOrDataOrChangedByte_isRefused() throws Exception {
    for (CipherKind kind : CipherKind.values()) {
      KeysetCipher cipher = Keysets.open(json(keyset(kind)), kind);
      KeysetCipher other = Keysets.open(json(keyset(kind)), kind);
      byte[] encrypted = cipher.encrypt(CLEAR, HERE);
      assertThrows(NotOpenedException.class, () -> other.decrypt(encrypted, HERE));
      assertThrows(NotOpenedException.class, () -> cipher.decrypt(encrypted, THERE));
      assertThrows(NotOpenedException.class, () -> cipher.decrypt(NOTHING, HERE));
      for (int i = 0; i < encrypted.length; i++) {
        byte[] changed = encrypted.clone();
        changed[i] ^= 1;
        assertThrows(NotOpenedException.class, () -> cipher.decrypt(changed, HERE));
        byte[] shorter = Arrays.copyOf(encrypted, i);
        assertThrows(NotOpenedException.class, () -> cipher.decrypt(shorter, HERE));
      }
    }
  }

  @Test
  public void decrypt_afterRotation_oldTextsStillOpenAndNewOnesHaveTheNewKey() throws Exception {
    KeysetHandle before = keyset(CipherKind.DETERMINISTIC);
    KeysetHandle both =
        KeysetHandle.newBuilder(before)
            .addEntry(KeysetHandle.generateEntryFromParameters(SIV).withRandomId().makePrimary())
            .build();
    KeysetCipher old = Keysets.open(json(before), CipherKind.DETERMINISTIC);
    KeysetCipher rotated = Keysets.open(json(both), CipherKind.DETERMINISTIC);
    assertThat(rotated.decrypt(old.encrypt(CLEAR, HERE), HERE), equalTo(CLEAR));
    byte[] fresh = rotated.encrypt(CLEAR, HERE);
    assertThat(fresh, not(equalTo(old.encrypt(CLEAR, HERE))));
    assertThrows(NotOpenedException.class, () -> old.decrypt(fresh, HERE));
  }

  @Test
  public void decrypt_withADisabledKey_isRefused() throws Exception {
    KeysetHandle before = keyset(CipherKind.RANDOMIZED);
    KeysetHandle.Builder after =
        KeysetHandle.newBuilder(before)
            .addEntry(KeysetHandle.generateEntryFromParameters(GCM).withRandomId().makePrimary());
    after.getAt(0).setStatus(KeyStatus.DISABLED);
    byte[] encrypted = Keysets.open(json(before), CipherKind.RANDOMIZED).encrypt(CLEAR, HERE);
    KeysetCipher cipher = Keysets.open(json(after.build()), CipherKind.RANDOMIZED);
    assertThrows(NotOpenedException.class, () -> cipher.decrypt(encrypted, HERE));
  }

  @Test
  public void open_keysOfAnotherKind_saysWhichAndWhichItMustBe() throws Exception {
    assertThat(
        refused(json(keyset(CipherKind.RANDOMIZED)), CipherKind.DETERMINISTIC),
        equalTo(
            "The keyset must hold keys for deterministic encryption, such as AES256_SIV, but"
                + " holds: AesGcmKey"));
    assertThat(
        refused(json(keyset(CipherKind.DETERMINISTIC)), CipherKind.RANDOMIZED),
        equalTo(
            "The keyset must hold keys for randomized encryption, such as AES256_GCM, but holds:"
                + " AesSivKey"));
    KeysetHandle mac = KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG);
    assertThat(refused(json(mac), CipherKind.RANDOMIZED), containsString("but holds: HmacKey"));
  }

  @Test
  public void open_noKeyset_isRefusedAndNotShown() {
    for (String text :
        new String[] {
          "s3cret", "", "{", "{\"key\":\"s3cret\"}", "{\"key\":[{\"keyId\":\"s3cret\"}]}"
        }) {
      String message = refused(bytes(text), CipherKind.DETERMINISTIC);
      assertThat(message, containsString("tinkey create-keyset --key-template AES256_SIV"));
      assertThat(message, not(containsString("s3cret")));
    }
  }

  @Test
  public void open_keyWithBrokenMaterial_isRefusedAndNotShown() throws Exception {
    String json = new String(json(keyset(CipherKind.RANDOMIZED)), StandardCharsets.UTF_8);
    String broken = json.replaceFirst("\"value\": *\"", "\"value\":\"*s3cret*");
    assertThat(broken, not(equalTo(json)));
    assertThat(refused(bytes(broken), CipherKind.RANDOMIZED), not(containsString("s3cret")));
  }

  @Test
  public void open_encryptedKeyset_asksTheMasterKey() throws Exception {
    Aead master =
        keyset(CipherKind.RANDOMIZED).getPrimitive(RegistryConfiguration.get(), Aead.class);
    KeysetHandle keyset = keyset(CipherKind.DETERMINISTIC);
    KeysetCipher clear = Keysets.open(json(keyset), CipherKind.DETERMINISTIC);
    byte[] json =
        bytes(TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, master, NOTHING));
    byte[] binary = TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, master, NOTHING);
    for (byte[] each : new byte[][] {json, binary}) {
      KeysetCipher cipher = Keysets.open(each, CipherKind.DETERMINISTIC, master::decrypt);
      assertThat(cipher.encrypt(CLEAR, HERE), equalTo(clear.encrypt(CLEAR, HERE)));
    }
    assertThat(
        refused(json, CipherKind.DETERMINISTIC),
        equalTo("The keyset is encrypted with a key of a key service. Say which one it is."));
  }

  @Test
  public void open_masterKeyFails_itsExceptionIsTheCause() throws Exception {
    Aead master =
        keyset(CipherKind.RANDOMIZED).getPrimitive(RegistryConfiguration.get(), Aead.class);
    byte[] encrypted =
        bytes(
            TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                keyset(CipherKind.DETERMINISTIC), master, NOTHING));
    GeneralSecurityException denied = new GeneralSecurityException("permission denied");
    BadKeysetException refused =
        assertThrows(
            BadKeysetException.class,
            () ->
                Keysets.open(
                    encrypted,
                    CipherKind.DETERMINISTIC,
                    (bytes, associated) -> {
                      throw denied;
                    }));
    assertThat(refused.getMessage(), equalTo("The key service did not decrypt the keyset."));
    assertThat(refused.getCause(), sameInstance(denied));
  }

  @Test
  public void open_keysetInClearWithAMasterKey_isRefused() throws Exception {
    byte[] clear = json(keyset(CipherKind.DETERMINISTIC));
    BadKeysetException refused =
        assertThrows(
            BadKeysetException.class,
            () -> Keysets.open(clear, CipherKind.DETERMINISTIC, (bytes, associated) -> bytes));
    assertThat(refused.getMessage(), containsString("The keyset is in clear"));
    assertThat(refused.getCause(), nullValue());
  }

  private static String refused(byte[] keyset, CipherKind kind) {
    return assertThrows(BadKeysetException.class, () -> Keysets.open(keyset, kind)).getMessage();
  }

  private static KeysetHandle keyset(CipherKind kind) throws GeneralSecurityException {
    return KeysetHandle.generateNew(kind == CipherKind.DETERMINISTIC ? SIV : GCM);
  }

  private static byte[] json(KeysetHandle keyset) throws GeneralSecurityException {
    return bytes(TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
  }

  private static byte[] binary(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
