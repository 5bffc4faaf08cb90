package io.summerbeam.sdk.cipher;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.TreeSet;

/**
 * Opens Tink keysets, in Tink's JSON or its binary form, as tinkey and Tink's libraries in all
 * languages write them.
 *
 * <pre>{@code
 * tinkey create-keyset --key-template AES256_SIV --out-format json --out tokens.json
 * }</pre>
 */
public final class Keysets {

  private static final byte[] NOTHING = {};

  static {
    try {
      AeadConfig.register();
      DeterministicAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Keysets() {}

  /**
   * Opens a keyset that is in clear.
   *
   * @throws BadKeysetException if it is no keyset in clear, or none of this kind
   */
  public static KeysetCipher open(byte[] keyset, CipherKind kind) throws BadKeysetException {
    return cipher(parse(keyset, kind), kind);
  }

  /**
   * Opens a keyset that is encrypted, without associated data, with a master key.
   *
   * @throws BadKeysetException if it is no keyset encrypted with this key, or none of this kind;
   *     the cause is what the master key has thrown
   */
  public static KeysetCipher open(byte[] keyset, CipherKind kind, MasterKey master)
      throws BadKeysetException {
    return cipher(parse(keyset, kind, new MasterAead(master)), kind);
  }

  @SuppressWarnings("UnusedException") // It may quote the key.
  private static KeysetHandle parse(byte[] keyset, CipherKind kind) throws BadKeysetException {
    try {
      return isJson(keyset)
          ? TinkJsonProtoKeysetFormat.parseKeyset(text(keyset), InsecureSecretKeyAccess.get())
          : TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new BadKeysetException(
          isEncrypted(keyset)
              ? "The keyset is encrypted with a key of a key service. Say which one it is."
              : "There must be a Tink keyset in JSON or binary form, but there is none that Tink"
                  + " can read. Make one: tinkey create-keyset --key-template "
                  + kind.template(),
          null);
    }
  }

  @SuppressWarnings("UnusedException") // It may quote the key.
  private static KeysetHandle parse(byte[] keyset, CipherKind kind, MasterAead master)
      throws BadKeysetException {
    try {
      return isJson(keyset)
          ? TinkJsonProtoKeysetFormat.parseEncryptedKeyset(text(keyset), master, NOTHING)
          : TinkProtoKeysetFormat.parseEncryptedKeyset(keyset, master, NOTHING);
    } catch (GeneralSecurityException | RuntimeException e) {
      Exception failure = master.failure();
      if (failure != null) {
        throw new BadKeysetException("The key service did not decrypt the keyset.", failure);
      }
      throw new BadKeysetException(
          isJson(keyset) && !isEncrypted(keyset)
              ? "The keyset is in clear, but a key service is named that should have encrypted it."
                  + " Encrypt it, or do not name one."
              : "There must be a Tink keyset that a key service has encrypted, but there is none"
                  + " that Tink can read. Make one: tinkey create-keyset --master-key-uri <its"
                  + " key> --key-template "
                  + kind.template(),
          null);
    }
  }

  private static KeysetCipher cipher(KeysetHandle keyset, CipherKind kind)
      throws BadKeysetException {
    try {
      return switch (kind) {
        case DETERMINISTIC ->
            new DeterministicCipher(
                keyset.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
        case RANDOMIZED ->
            new RandomizedCipher(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      // Of keys that it has parsed, Tink tells types and sizes only.
      throw new BadKeysetException(
          "The keyset must hold keys for "
              + kind
              + ", such as "
              + kind.template()
              + ", but holds: "
              + types(keyset),
          e);
    }
  }

  private static String types(KeysetHandle keyset) {
    TreeSet<String> types = new TreeSet<>();
    for (int i = 0; i < keyset.size(); i++) {
      types.add(type(keyset, i));
    }
    return String.join(", ", types);
  }

  private static String type(KeysetHandle keyset, int index) {
    try {
      return keyset.getAt(index).getKey().getClass().getSimpleName();
    } catch (IllegalStateException e) {
      return "a key that Tink cannot read";
    }
  }

  private static boolean isJson(byte[] keyset) {
    for (byte each : keyset) {
      if (!Character.isWhitespace(each)) {
        return each == '{';
      }
    }
    return false;
  }

  private static boolean isEncrypted(byte[] keyset) {
    return isJson(keyset) && text(keyset).contains("\"encryptedKeyset\"");
  }

  private static String text(byte[] keyset) {
    return new String(keyset, StandardCharsets.UTF_8);
  }
}
