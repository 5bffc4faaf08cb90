package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.scrub.Detector;
import io.summerbeam.transforms.mask.scrub.Scrubber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters with a masked payload; made by {@link PayloadPolicies#mask(MaskRule, MaskRule...)}
 * and {@link PayloadPolicies#scrub}.
 *
 * <p><b>Payloads that are JSON</b> ({@code json} and {@code row+json}) are masked by path, and need
 * not fit: records that are not as they should be are just what comes here. Names are the same in
 * upper and lower case. Texts that a path leads to are masked by its rule. Replaced by {@code
 * "[MASKED]"} is: whatever else a path leads to (numbers, objects, arrays); a text that the rule
 * cannot mask, because it is for other types, looks at other fields or refuses the value; and all
 * in whose place a path goes on, but the document does not. Null stays null. With detectors, all
 * other texts, numbers and names are scrubbed, and values whose names say that they are secret
 * replaced.
 *
 * <p><b>With a schema</b> ({@link #withSchema}), also replaced is, whole: each value whose name is
 * no field of the schema at that place (a misspelt {@code emial}, a field in the wrong row, one
 * that the schema leaves out, one that a step has added); and each that has not the type of its
 * field: a text where a number is expected, a number out of range, a text that is no time where one
 * is expected. A name that is no field's stays if it looks like one (up to 64 letters, digits and
 * {@code _.-}, no digit first); else it is {@code "[MASKED]"}, the next {@code "[MASKED]-2"}. The
 * names in a map are data: they stay, or are scrubbed where there are detectors; its values are
 * looked at as those of fields. <b>Without one</b> a misspelt name keeps its value in clear.
 *
 * <p><b>Payloads that are other text</b> ({@code csv}, {@code text}) are scrubbed where there are
 * detectors and no rules.
 *
 * <p><b>The format</b> of a masked payload is {@code masked+} and its own ({@code masked+json}),
 * also where nothing in it was to be masked: key and headers are not those of the source. By it a
 * replay knows.
 *
 * <p><b>All others</b>, and what is not what its format says, are dropped as by {@link
 * PayloadPolicy#drop}, or encrypted where {@link #orEncrypt(KeysetSource)} says so; never kept. So
 * are key and headers always: no path leads to them.
 *
 * <p>What no path leads to and no detector finds is kept in clear: with a schema, values of fields
 * that it has and of their types. So is the time of the event, whatever is masked: a replay needs
 * it. Where that is too much, {@link PayloadPolicies#encrypt(KeysetSource)} is the policy for the
 * payload, and {@link PayloadPolicy#drop} for what is not needed; both leave the time, too.
 */
public final class MaskPayload implements PayloadPolicy {

  private static final long serialVersionUID = 1;

  private static final Set<String> TEXTS = Set.of("csv", "text");

  private final List<MaskRule> rules;
  private final List<Detector> detectors;
  private final @Nullable Schema schema;
  private final @Nullable EncryptPayload otherwise;
  private transient @Nullable Opened opened;

  /** What is needed on a worker. */
  private record Opened(JsonMask json, @Nullable Scrubber scrubber) {}

  private MaskPayload(
      List<MaskRule> rules,
      List<Detector> detectors,
      @Nullable Schema schema,
      @Nullable EncryptPayload otherwise) {
    this.rules = rules;
    this.detectors = detectors;
    this.schema = schema;
    this.otherwise = otherwise;
  }

  static MaskPayload ofRules(List<MaskRule> rules) {
    return new MaskPayload(rules, List.of(), null, null);
  }

  static MaskPayload ofDetectors(List<Detector> detectors) {
    return new MaskPayload(List.of(), checked(detectors), null, null);
  }

  /**
   * Says of which schema the records are, so that a payload which is JSON shows no more than that:
   * all that is not in the schema, or not of its type there, is replaced. Default: no schema is
   * known, and what no rule's path leads to stays.
   *
   * @throws IllegalArgumentException if the rules do not fit the schema
   */
  public MaskPayload withSchema(Schema schema) {
    MaskPlan.requireFit("withSchema()", rules, schema);
    return new MaskPayload(rules, detectors, schema, otherwise);
  }

  /**
   * Scrubs, too, what the rules leave. Default: it is kept.
   *
   * @throws IllegalArgumentException if there is no detector, or two have one name
   */
  public MaskPayload withScrubbing(List<Detector> detectors) {
    return new MaskPayload(rules, checked(detectors), schema, otherwise);
  }

  /**
   * Encrypts what cannot be masked, as {@link PayloadPolicies#encrypt(KeysetSource)} does. Default:
   * it is dropped.
   *
   * @throws IllegalArgumentException if the keyset is one per subject
   */
  public MaskPayload orEncrypt(KeysetSource keyset) {
    return new MaskPayload(
        rules, detectors, schema, new EncryptPayload(PayloadPolicies.forAll(keyset), null));
  }

  /** As {@link #orEncrypt(KeysetSource)}, with the keyset of the subject where there is one. */
  public MaskPayload orEncrypt(KeysetSource keyset, KeysetSource perSubject) {
    return new MaskPayload(
        rules,
        detectors,
        schema,
        new EncryptPayload(PayloadPolicies.forAll(keyset), PayloadPolicies.bySubject(perSubject)));
  }

  @Override
  public synchronized void open() {
    Opened unused = opened();
    if (otherwise != null) {
      otherwise.open();
    }
  }

  // One at a time: masks are for one thread, and nobody says how many threads share a policy.
  @Override
  public synchronized DeadLetter apply(DeadLetter letter) {
    Opened worker = opened();
    DeadLetter clean = scrubText(letter, worker.scrubber());
    byte[] payload = letter.payload();
    if (payload == null) {
      return withoutKeyAndHeaders(clean);
    }
    byte[] masked = mask(payload, letter.payloadFormat(), worker);
    if (masked == null) {
      return otherwise == null ? PayloadPolicy.drop().apply(clean) : otherwise.apply(clean);
    }
    return withoutKeyAndHeaders(clean).toBuilder()
        .setPayload(masked)
        .setPayloadFormat(MASKED_FORMAT + "+" + letter.payloadFormat())
        .setPayloadSchema(letter.payloadSchema())
        .build();
  }

  /** A second look at what should quote no data anyway. */
  private static DeadLetter scrubText(DeadLetter letter, @Nullable Scrubber scrubber) {
    if (scrubber == null) {
      return letter;
    }
    String trace = letter.stackTrace();
    return letter.toBuilder()
        .setMessage(scrubber.scrub(letter.message()))
        .setStackTrace(trace == null ? null : scrubber.scrub(trace))
        .build();
  }

  private DeadLetter withoutKeyAndHeaders(DeadLetter letter) {
    return otherwise == null
        ? letter.toBuilder().setKey(null).setHeaders(Map.of()).build()
        : otherwise.applyToKeyAndHeaders(letter);
  }

  /** The payload, masked; null if it cannot be. */
  private byte @Nullable [] mask(byte[] payload, @Nullable String format, Opened worker) {
    Scrubber scrubber = worker.scrubber();
    try {
      if (JsonMask.isJson(format)) {
        return worker.json().apply(payload);
      }
      if (format != null && TEXTS.contains(format) && rules.isEmpty() && scrubber != null) {
        return scrubber.scrub(TextBytes.toText(payload)).getBytes(StandardCharsets.UTF_8);
      }
      return null;
    } catch (IOException | MaskException | RuntimeException e) {
      // Whatever it is about, the payload is not masked.
      return null;
    }
  }

  private Opened opened() {
    Opened worker = opened;
    if (worker == null) {
      Scrubber scrubber = detectors.isEmpty() ? null : Scrubber.of(detectors);
      worker =
          new Opened(
              new JsonMask(
                  rules.stream().map(PathMask::of).toList(),
                  scrubber,
                  schema == null ? JsonShape.ANYTHING : JsonShape.of(schema)),
              scrubber);
      opened = worker;
    }
    return worker;
  }

  private static List<Detector> checked(List<Detector> detectors) {
    return Scrubber.of(detectors).detectors();
  }
}
