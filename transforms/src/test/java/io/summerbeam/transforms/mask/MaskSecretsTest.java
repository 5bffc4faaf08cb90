package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Keys are where rules are opened, and nowhere else. */
public class MaskSecretsTest {

  private static final String KEY_TEXT = "S3CRET-S3CRET-S3";
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("email")
          .addStringField("card")
          .addField("seen", FieldType.DATETIME)
          .build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path file;
  private KeySource key;

  @Before
  public void writeKey() throws IOException {
    file = folder.newFile("key").toPath();
    Files.writeString(file, KEY_TEXT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    key = KeySource.of("file:" + file);
  }

  @Test
  public void key_isInNoTextOfARule() {
    for (MaskRule rule : rules()) {
      assertThat(rule.toString(), not(containsString("S3CRET")));
      assertThat(rule.protection().toString(), not(containsString("S3CRET")));
    }
    assertThat(hash("email", key).toString(), equalTo("hash('email')"));
  }

  @Test
  public void key_isNotInDisplayDataNorTheSerializedStep() throws IOException {
    Mask mask = Mask.fields(rules());
    // Opened before: what a worker reads does not stay in the step.
    mask.open(SCHEMA);
    assertThat(DisplayData.from(mask).toString(), not(containsString("S3CRET")));
    assertThat(mask.toString(), not(containsString("S3CRET")));
    String serialized = serialized(mask);
    assertThat(serialized, not(containsString("S3CRET")));
    assertThat(serialized, containsString(file.toString()));
  }

  @Test
  public void step_isReadyAfterItHasTravelled() {
    Mask mask = SerializableUtils.clone(Mask.fields(rules()));
    Row row = Masking.row(SCHEMA, "a@b.de", "4111111111111111", new org.joda.time.Instant(0));
    assertThat(Masking.run(mask, row), equalTo(Masking.run(Mask.fields(rules()), row)));
  }

  @Test
  public void keyThatIsMissing_isSaidByItsReference() throws IOException {
    Files.delete(file);
    for (MaskRule rule : rules()) {
      assertThat(
          assertThrows(IllegalStateException.class, () -> Mask.fields(rule).open(SCHEMA))
              .getMessage(),
          containsString("file:" + file));
    }
  }

  @Test
  public void failures_doNotShowTheKey() throws IOException {
    Files.writeString(file, "S3CRET");
    for (MaskRule rule : rules()) {
      assertThat(
          assertThrows(IllegalStateException.class, () -> Mask.fields(rule).open(SCHEMA))
              .getMessage(),
          not(containsString("S3CRET")));
    }
  }

  private List<MaskRule> rules() {
    return List.of(
        hash("email", key).withDomain("d"),
        preserveFormat("card", key, Alphabet.DIGITS),
        shiftDays("seen", 30, "email", key));
  }

  /** As Java writes it; Beam compresses that. */
  private static String serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
