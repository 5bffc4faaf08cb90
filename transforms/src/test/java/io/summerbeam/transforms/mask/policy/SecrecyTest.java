package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.tagged;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.MaskRules;
import io.summerbeam.transforms.validate.Validate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * Runs that fail, with every technique: no key and no value in the serialized pipeline, the display
 * data, the metrics, the logs at all levels, the texts of exceptions, and the dead letters.
 */
public class SecrecyTest {

  private static final String NAME = "Wilhelmina Quackenbush";
  private static final String EMAIL = "wilhelmina.quackenbush@example.com";
  private static final String PHONE = "+1 202-555-0177";
  private static final String GOOD_CARD = "4539 1488 0343 6467";
  // Its check digit is wrong, so that it cannot be masked.
  private static final String BAD_CARD = "4539 1488 0343 6460";
  private static final String STREET = "221 Quackenbush Alley";
  private static final String NOTE = "Quackenbush called from " + PHONE + " about the invoice";
  private static final String PASSWORD = "hunter2-quackenbush";
  private static final Instant BORN = Instant.parse("1987-03-14T09:26:53.589Z");

  private static final Schema SCHEMA =
      Schema.of(
          Schema.Field.of("id", FieldType.INT64),
          tagged("name", FieldType.STRING, "pii", "name"),
          tagged("email", FieldType.STRING, "pii", "email"),
          Schema.Field.of("phone", FieldType.STRING),
          Schema.Field.of("card", FieldType.STRING),
          Schema.Field.of("street", FieldType.STRING),
          Schema.Field.of("alias", FieldType.STRING),
          Schema.Field.nullable("passport", FieldType.STRING),
          Schema.Field.of("note", FieldType.STRING),
          Schema.Field.of("password", FieldType.STRING),
          Schema.Field.of("born", FieldType.DATETIME),
          Schema.Field.of("nick", FieldType.STRING),
          Schema.Field.of("postcode", FieldType.STRING),
          Schema.Field.of("salary", FieldType.INT64));

  private static final long SALARY = 98_765_432_123L;

  @Rule public final KeyFiles keys = new KeyFiles();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private final Secrets secrets = new Secrets();
  private final List<String> found = new ArrayList<>();
  private String bytes;
  private TestKeyset tokens;
  private TestKeyset ciphers;
  private String policyText;

  @Before
  public void writeKeysAndPolicy() {
    bytes = keys.ofBytes(1);
    tokens = TestKeyset.deterministic();
    ciphers = TestKeyset.randomized();
    secrets.add("the key", KeyFiles.bytes(1));
    tokens.secrets().forEach(secrets::add);
    ciphers.secrets().forEach(secrets::add);
    for (String text : List.of(NAME, EMAIL, PHONE, BAD_CARD, GOOD_CARD, STREET, NOTE, PASSWORD)) {
      secrets.add(text);
    }
    // Parts that would give it away.
    secrets.add("Quackenbush").add("1488 0343").add("1987-03-14").add("hunter2");
    secrets.add(String.valueOf(BORN.getMillis())).add(String.valueOf(SALARY));
    policyText = policyText(bytes, keys.of(tokens), keys.of(ciphers), "mask, unparseable: drop");
  }

  @Test
  public void failingRun_withoutDeadLetters_showsNothing() throws Exception {
    MaskPolicy policy = MaskPolicy.parse(policyText);
    try (CapturedLogs logs = new CapturedLogs()) {
      customers(2).apply(policy.toMask(SCHEMA));
      look("pipeline", pipeline);
      PipelineExecutionException e =
          assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
      assertThat(text(e), containsString("preserveFormat('card')"));
      look("exception", text(e));
      look("logs", logs.text());
    }
    look("policy", policy + policy.explain(SCHEMA));
    assertThat(found, empty());
  }

  @Test
  public void failingRun_withDeadLetters_showsNothing() throws Exception {
    for (String payload :
        List.of(
            "drop",
            "mask, unparseable: drop",
            "mask, scrub: all",
            "mask, unparseable: encrypt, key: ciphers",
            "encrypt, key: ciphers")) {
      MaskPolicy policy =
          MaskPolicy.parse(policyText(bytes, keys.of(tokens), keys.of(ciphers), payload));
      runWithDeadLetters(policy, payload);
    }
    assertThat(found, empty());
  }

  private void runWithDeadLetters(MaskPolicy policy, String payload) throws Exception {
    try (CapturedLogs logs = new CapturedLogs()) {
      Pipeline run = Pipeline.create();
      DeadLetters dead =
          DeadLetters.in(run)
              .withPayloadPolicy(policy.payloadPolicy(SCHEMA))
              .withStackTraces(20)
              .collect();
      PCollection<Row> masked;
      try (dead) {
        masked =
            run.apply(Create.of(1, 2, 3))
                .apply(MapElements.via(new MakeCustomer()))
                .setRowSchema(SCHEMA)
                .apply(Validate.records().expect("not_third", "id != 3").withDeadLetters(dead))
                .apply(policy.toMask(SCHEMA).withDeadLetters(dead));
      }
      List<byte[]> seen = Seen.in(masked, dead.collection());
      look(payload + ": pipeline", run);
      PipelineResult result = run.run();
      result.waitUntilFinish();
      assertThat(payload, seen.size(), equalTo(3));
      for (byte[] each : seen) {
        look(payload + ": output", each);
      }
      look(payload + ": metrics", result.metrics().allMetrics().toString());
      look(payload + ": logs", logs.text());
    }
  }

  @Test
  public void workerWithoutItsKeys_showsNothing() throws Exception {
    Path shortKey = keys.newFile("short").toPath();
    Files.setPosixFilePermissions(shortKey, PosixFilePermissions.fromString("rw-------"));
    Files.write(shortKey, Arrays.copyOf(KeyFiles.bytes(1), 9));
    secrets.add("the short key", Arrays.copyOf(KeyFiles.bytes(1), 9));
    Path open = Path.of(bytes.substring("file:".length()));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    String broken = tokens.json().replace("AesSivKey", "AesSivKye");
    Path brokenFile = Path.of(keys.of(tokens).substring("file:".length()));
    Files.writeString(brokenFile, broken);
    List<String> treatments =
        List.of(
            "{ technique: hash, key: k }, keys: " + "file:" + shortKey,
            "{ technique: hash, key: k }, keys: " + bytes,
            "{ technique: hash, key: k }, keys: file:/no/such/file",
            "{ technique: tokenize, key: k }, keys: file:" + brokenFile,
            "{ technique: encrypt, key: k }, keys: " + keys.of(tokens));
    for (String each : treatments) {
      String[] parts = each.split(", keys: ", 2);
      MaskPolicy policy =
          Policies.of("keys: { k: '" + parts[1] + "' }", "fields: { name: " + parts[0] + " }");
      Pipeline run = Pipeline.create();
      try (CapturedLogs logs = new CapturedLogs()) {
        run.apply(Create.of(1))
            .apply(MapElements.via(new MakeCustomer()))
            .setRowSchema(SCHEMA)
            .apply(policy.toMask(SCHEMA));
        look(each + ": pipeline", run);
        Exception e = assertThrows(each, Exception.class, () -> run.run().waitUntilFinish());
        look(each + ": exception", text(e));
        look(each + ": logs", logs.text());
      }
    }
    assertThat(found, empty());
  }

  @Test
  public void unmaskWithAnotherKey_showsNothing() throws Exception {
    MaskPolicy policy = MaskPolicy.parse(policyText);
    Row masked = Policies.mask(policy, new MakeCustomer().apply(1));
    MaskPolicy others =
        policy
            .withKey("bytes", KeySource.of(keys.ofBytes(2)))
            .withKey("tokens", KeySource.of(keys.of(TestKeyset.deterministic())))
            .withKey("ciphers", KeySource.of(keys.of(TestKeyset.randomized())));
    secrets.add("the other key", KeyFiles.bytes(2));
    Pipeline run = Pipeline.create();
    try (CapturedLogs logs = new CapturedLogs()) {
      DeadLetters dead = DeadLetters.in(run).withStackTraces(20).collect();
      PCollection<Row> unmasked;
      try (dead) {
        unmasked =
            run.apply(Create.of(masked).withRowSchema(SCHEMA))
                .apply(others.toUnmask(SCHEMA).withDeadLetters(dead));
      }
      PAssert.that(unmasked).empty();
      List<byte[]> seen = Seen.in(unmasked, dead.collection());
      look("pipeline", run);
      run.run().waitUntilFinish();
      assertThat(seen.size(), equalTo(1));
      look("dead letter", seen.get(0));
      look("logs", logs.text());
    }
    assertThat(found, empty());
  }

  /** So that this test is one that can fail. */
  @Test
  public void keyThatTravels_isFound() throws Exception {
    byte[] key = KeyFiles.bytes(1);
    customers(1)
        .apply(Mask.fields(MaskRules.hash("name", new TravellingKey(key))).withStepName(PASSWORD));
    look("pipeline", pipeline);
    assertThat(found, hasItem(containsString("the key")));
    assertThat(found, hasItem(containsString("hunter2")));
  }

  private record TravellingKey(byte[] key) implements KeySource {

    @Override
    public byte[] read() {
      return key;
    }
  }

  private PCollection<Row> customers(Integer... ids) {
    return pipeline
        .apply(Create.of(Arrays.asList(ids)))
        .apply(MapElements.via(new MakeCustomer()))
        .setRowSchema(SCHEMA);
  }

  /** A customer; the second one's card cannot be masked. They are made where the pipeline runs. */
  private static final class MakeCustomer extends SimpleFunction<Integer, Row> {

    @Override
    public Row apply(Integer id) {
      return Row.withSchema(SCHEMA)
          .addValues(
              (long) id,
              NAME,
              EMAIL,
              PHONE,
              id == 2 ? BAD_CARD : GOOD_CARD,
              STREET,
              NAME,
              NAME,
              NOTE,
              PASSWORD,
              BORN,
              NAME,
              STREET,
              SALARY)
          .build();
    }
  }

  private static String policyText(String bytes, String tokens, String ciphers, String payload) {
    return String.join(
        "\n",
        "version: 1",
        "keys: { bytes: '" + bytes + "', tokens: '" + tokens + "', ciphers: '" + ciphers + "' }",
        "tags:",
        "  pii:",
        "    name: { technique: tokenize, key: tokens }",
        "    email: { technique: hash, key: bytes }",
        "fields:",
        "  phone: { technique: encrypt, key: ciphers, associated_field: id }",
        "  card: { technique: preserve_format, key: bytes, alphabet: digits, luhn: true }",
        "  street: { technique: keep_first, count: 3 }",
        "  alias: { technique: keep_last, count: 3 }",
        "  passport: nullify",
        "  note: { technique: scrub, patterns: { NAME: 'Quackenb[a-z]+' } }",
        "  password: redact",
        "  born: { technique: shift_days, key: bytes, max_days: 30, subject: id }",
        "  nick: { technique: mask_pattern, pattern: '^.*$', replacement: '#' }",
        "  postcode: { technique: truncate, count: 3 }",
        "  salary: { technique: generalize, width: 1000000 }",
        "strict: true",
        "dead_letters: { payload: " + payload + " }");
  }

  /** All of a pipeline that travels, and all that is shown of it. */
  private void look(String what, Pipeline run) throws IOException {
    look(what + " as proto", PipelineTranslation.toProto(run).toByteArray());
    List<PTransform<?, ?>> transforms = new ArrayList<>();
    run.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              transforms.add(node.getTransform());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            transforms.add(node.getTransform());
          }
        });
    assertThat(transforms, not(empty()));
    for (PTransform<?, ?> each : transforms) {
      look(what + ", display data of " + each.getName(), DisplayData.from(each).toString());
      look(what + ", text of " + each.getName(), each.toString());
      if (each instanceof ParDo.MultiOutput<?, ?> parDo) {
        // Beam compresses it, so that nothing would be found in the proto.
        look(what + ", DoFn of " + each.getName(), serialized(parDo.getFn()));
      }
    }
  }

  private void look(String what, String text) {
    look(what, text.getBytes(StandardCharsets.UTF_8));
  }

  private void look(String what, byte[] in) {
    for (String secret : secrets.in(in)) {
      found.add(what + ": " + secret);
    }
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(written)) {
      out.writeObject(object);
    }
    return written.toByteArray();
  }

  private static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      text.append(each.toString());
    }
    return text.toString();
  }

  /** Rows and dead letters as whoever gets them sees them: as JSON. */
  private static final class Seen {

    private static final List<byte[]> ALL = Collections.synchronizedList(new ArrayList<>());

    static List<byte[]> in(PCollection<Row> rows, PCollection<DeadLetter> letters) {
      ALL.clear();
      rows.apply("SeeRows", ParDo.of(new SeeRowFn()));
      letters.apply("SeeLetters", ParDo.of(new SeeLetterFn()));
      return ALL;
    }
  }

  private static final class SeeRowFn extends DoFn<Row, Void> {
    @ProcessElement
    public void process(@Element Row row) {
      Seen.ALL.add(RowJson.toBytesLenient(row));
    }
  }

  private static final class SeeLetterFn extends DoFn<DeadLetter, Void> {
    @ProcessElement
    public void process(@Element DeadLetter letter) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(RowJson.toBytesLenient(letter.toRow()));
      // In JSON it is base64, where a secret may begin between two letters.
      if (letter.payload() != null) {
        all.write(letter.payload());
      }
      all.write(letter.toString().getBytes(StandardCharsets.UTF_8));
      Seen.ALL.add(all.toByteArray());
    }
  }
}
