package io.summerbeam.sdk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A Tink keyset of random keys, for tests of what tokenizes and encrypts; no Tink is needed.
 *
 * <pre>{@code
 * Path file = TestKeyset.deterministic().writeTo(folder.newFile().toPath());
 * }</pre>
 *
 * <p>Keysets that are to protect something are made by tinkey, or by Tink.
 */
public final class TestKeyset {

  private static final int FIRST_ID = 100_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String type;
  private final int field;
  private final int size;
  private final List<Key> keys;

  private record Key(int id, String material) {}

  private TestKeyset(String type, int field, int size, List<Key> keys) {
    this.type = type;
    this.field = field;
    this.size = size;
    this.keys = keys;
  }

  /** One key of AES-SIV, as tokenizing takes it. */
  public static TestKeyset deterministic() {
    return new TestKeyset("AesSivKey", 2, 64, List.of()).rotated();
  }

  /** One key of AES-GCM, as encrypting takes it. */
  public static TestKeyset randomized() {
    return new TestKeyset("AesGcmKey", 3, 32, List.of()).rotated();
  }

  /** With one key more, which is the primary one now. */
  public TestKeyset rotated() {
    byte[] key = new byte[size];
    RANDOM.nextBytes(key);
    // As protobuf writes it: the field, the length, the bytes.
    byte[] message = new byte[2 + size];
    message[0] = (byte) ((field << 3) | 2);
    message[1] = (byte) size;
    System.arraycopy(key, 0, message, 2, size);
    int id = keys.isEmpty() ? FIRST_ID : primary().id() + 1;
    List<Key> more = new ArrayList<>(keys);
    more.add(new Key(id, Base64.getEncoder().encodeToString(message)));
    return new TestKeyset(type, field, size, List.copyOf(more));
  }

  /** Without the keys but the primary one. */
  public TestKeyset withoutOldKeys() {
    return new TestKeyset(type, field, size, List.of(primary()));
  }

  /** In Tink's JSON. */
  public String json() {
    StringBuilder json = new StringBuilder("{\"primaryKeyId\":");
    json.append(primary().id()).append(",\"key\":[");
    String comma = "";
    for (Key key : keys) {
      json.append(comma)
          .append("{\"keyData\":{\"typeUrl\":\"type.googleapis.com/google.crypto.tink.")
          .append(type)
          .append("\",\"value\":\"")
          .append(key.material())
          .append("\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":")
          .append(key.id())
          .append(",\"outputPrefixType\":\"TINK\"}");
      comma = ",";
    }
    return json.append("]}").toString();
  }

  /** Writes the JSON to a file that nobody but its owner may read, and returns the file. */
  public Path writeTo(Path file) {
    try {
      Files.writeString(file, json(), StandardCharsets.UTF_8);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** What must not be found anywhere but in the keyset: its keys, as the JSON has them. */
  public List<String> secrets() {
    return keys.stream().map(Key::material).toList();
  }

  private Key primary() {
    return keys.get(keys.size() - 1);
  }
}
