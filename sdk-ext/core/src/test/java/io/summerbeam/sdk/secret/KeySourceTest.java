package io.summerbeam.sdk.secret;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeySourceTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void read_fileOfItsOwner_isItsBytes() throws Exception {
    Path file = keyFile("rw-------", "s3cret");
    assertThat(
        new String(KeySource.of("file:" + file).read(), StandardCharsets.UTF_8), equalTo("s3cret"));
  }

  @Test
  public void read_fileThatOthersMayRead_isRefusedWithoutTheKey() throws Exception {
    Path file = keyFile("rw-r--r--", "s3cret");
    String message =
        assertThrows(IllegalStateException.class, () -> KeySource.of("file:" + file).read())
            .getMessage();
    assertThat(message, containsString("rw-r--r--"));
    assertThat(message, containsString("chmod 600"));
    assertThat(message, not(containsString("s3cret")));
  }

  @Test
  public void read_missing_showsTheReference() {
    assertThat(
        assertThrows(IllegalStateException.class, () -> KeySource.of("env:NO_SUCH_KEY").read())
            .getMessage(),
        equalTo("env:NO_SUCH_KEY: the environment variable is not set. Set it on every worker."));
    assertThat(
        assertThrows(IllegalStateException.class, () -> KeySource.of("file:/no/such/key").read())
            .getMessage(),
        containsString("file:/no/such/key: the file cannot be read"));
  }

  @Test
  public void read_noPathAtAll_isRefusedAsAMissingOne() {
    assertThat(
        assertThrows(IllegalStateException.class, () -> KeySource.of("file:/a\0b").read())
            .getMessage(),
        containsString("the file cannot be read (InvalidPathException)"));
  }

  @Test
  public void of_secretInsteadOfReference_doesNotShowIt() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> KeySource.of("s3cret")).getMessage();
    assertThat(message, not(containsString("s3cret")));
  }

  @Test
  public void serialized_holdsTheReferenceOnly() throws Exception {
    Path file = keyFile("rw-------", "s3cret");
    KeySource source = KeySource.of("file:" + file);
    source.read();
    String bytes =
        new String(SerializableUtils.serializeToByteArray(source), StandardCharsets.ISO_8859_1);
    assertThat(bytes, not(containsString("s3cret")));
    assertThat(source.toString(), equalTo("file:" + file));
  }

  private Path keyFile(String permissions, String content) throws Exception {
    Path file = folder.newFile().toPath();
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  public void of_withEncoding_isDecoded() throws Exception {
    Path hex = keyFile("rw-------", "00ff\n7A \n");
    assertThat(KeySource.of("file:" + hex + "#hex").read(), equalTo(new byte[] {0, -1, 0x7a}));
    Path base64 = keyFile("rw-------", "AP96\nYQ==\r\n");
    assertThat(
        KeySource.of("file:" + base64 + "#base64").read(), equalTo(new byte[] {0, -1, 0x7a, 'a'}));
    assertThat(KeySource.of("env:KEY#hex").toString(), equalTo("env:KEY#hex"));
    assertThat(
        assertThrows(IllegalStateException.class, () -> KeySource.of("env:NO_SUCH#hex").read())
            .getMessage(),
        containsString("env:NO_SUCH#hex: the environment variable is not set."));
    for (String none : new String[] {"env:#hex", "file:#base64", "#hex"}) {
      assertThrows(IllegalArgumentException.class, () -> KeySource.of(none));
    }
  }

  @Test
  public void read_notInItsEncoding_isRefusedWithoutTheKey() throws Exception {
    for (String bad : new String[] {"s3cret", "abc", "\n"}) {
      Path file = keyFile("rw-------", bad);
      String message =
          assertThrows(
                  IllegalStateException.class, () -> KeySource.of("file:" + file + "#hex").read())
              .getMessage();
      assertThat(
          message, equalTo("file:" + file + "#hex: the key must be written in hex, but is not."));
    }
    Path file = keyFile("rw-------", "s3cret?!");
    assertThrows(
        IllegalStateException.class, () -> KeySource.of("file:" + file + "#base64").read());
  }

  @Test
  public void read_fileThatDoesNotExist_isAbsentAndNothingElseIs() throws Exception {
    assertThrows(KeyAbsentException.class, () -> KeySource.of("file:/no/such/key").read());
    Path open = keyFile("rw-r--r--", "s3cret");
    for (String reference : new String[] {"file:" + open, "file:" + open + "/x", "file:/a\0b"}) {
      assertThat(
          assertThrows(IllegalStateException.class, () -> KeySource.of(reference).read()),
          not(instanceOf(KeyAbsentException.class)));
    }
  }
}
