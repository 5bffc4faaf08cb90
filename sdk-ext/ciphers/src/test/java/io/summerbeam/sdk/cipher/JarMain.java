package io.summerbeam.sdk.cipher;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** What {@link JarIT} runs: each kind of keyset once, with the public classes only. */
final class JarMain {

  private static final byte[] CLEAR = "hello".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  private JarMain() {}

  public static void main(String[] args) throws Exception {
    // A key of AES-SIV and of AES-GCM as protobuf writes one: the field and the length before it.
    System.out.println(roundTrip("AesSivKey", new byte[] {0x12, 64}, 64, CipherKind.DETERMINISTIC));
    System.out.println(roundTrip("AesGcmKey", new byte[] {0x1a, 32}, 32, CipherKind.RANDOMIZED));
    try {
      Keysets.open(CLEAR, CipherKind.RANDOMIZED);
    } catch (BadKeysetException e) {
      System.out.println(e.getClass().getSimpleName());
    }
  }

  private static boolean roundTrip(String type, byte[] head, int size, CipherKind kind)
      throws Exception {
    byte[] key = Arrays.copyOf(head, head.length + size);
    String json =
        "{\"primaryKeyId\":7,\"key\":[{\"keyData\":{\"typeUrl\":\"type.googleapis.com/"
            + "google.crypto.tink."
            + type
            + "\",\"value\":\""
            + Base64.getEncoder().encodeToString(key)
            + "\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":7,"
            + "\"outputPrefixType\":\"TINK\"}]}";
    KeysetCipher cipher = Keysets.open(json.getBytes(StandardCharsets.UTF_8), kind);
    return Arrays.equals(CLEAR, cipher.decrypt(cipher.encrypt(CLEAR, NOTHING), NOTHING));
  }
}
